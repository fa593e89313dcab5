package vcg.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static vcg.cgroup.CgroupFsFixture.assertRefused;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The device rules of cgroup v1. */
public interface V1DevicesContract extends CgroupFsFixture {
  /** A directory in which nothing is allowed. */
  private CgroupPath closed(String below) throws IOException {
    CgroupPath path = made(Controller.DEVICES, below);
    fs().write(path, "devices.deny", "a");
    return path;
  }

  @Test
  default void devices_newDirectory_hasTheRulesOfItsParent() throws IOException {
    CgroupPath web = made(Controller.DEVICES, "/web");
    assertThat(value(web, "devices.list")).isEqualTo("a *:* rwm");
    fs().write(web, "devices.deny", "a");
    fs().write(web, "devices.allow", "c 1:3 rwm");

    CgroupPath inner = made(Controller.DEVICES, "/web/inner");

    assertThat(value(inner, "devices.list")).isEqualTo("c 1:3 rwm");
  }

  @Test
  default void devices_fileForWriting_cannotBeRead() throws IOException {
    CgroupPath web = made(Controller.DEVICES, "/web");

    assertRefused(() -> fs().read(web, "devices.allow"), "EINVAL");
    assertRefused(() -> fs().read(web, "devices.deny"), "EINVAL");
    assertRefused(() -> fs().write(web, "devices.list", "c 1:3 r"), "EINVAL");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "c 1:3 mwr | c 1:3 rwm",
        "' b *:7 r' | b *:7 r",
        "c 10:* rr | c 10:* r",
        "c 01:3 rwmx y | c 1:3 rwm"
      })
  default void devices_allow_readsInCanonicalForm(String written, String read) throws IOException {
    CgroupPath web = closed("/web");

    fs().write(web, "devices.allow", written);

    assertThat(value(web, "devices.list")).isEqualTo(read);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "c 1:3",
        "c 1 r",
        "c 0x1:3 r",
        "c -1:3 r",
        "c  1:3 r",
        "p 1:3 r",
        "c 1:3 r x",
        "c 1:3  r",
        "C 1:3 r",
        "c 4294967296:1 r",
        ""
      })
  default void devices_notARule_invalid(String text) throws IOException {
    CgroupPath web = closed("/web");

    assertRefused(() -> fs().write(web, "devices.allow", text), "EINVAL");
    assertRefused(() -> fs().write(web, "devices.deny", text), "EINVAL");
  }

  @Test
  default void devices_secondLine_isIgnored() throws IOException {
    CgroupPath web = closed("/web");

    fs().write(web, "devices.allow", "c 1:3 r\nc 1:5 r");

    assertThat(value(web, "devices.list")).isEqualTo("c 1:3 r");
  }

  @Test
  default void devices_sameNumbers_mergeAndOnlyTheyCanBeDenied() throws IOException {
    CgroupPath web = closed("/web");
    fs().write(web, "devices.allow", "c 1:3 r");
    fs().write(web, "devices.allow", "c 1:* rw");
    fs().write(web, "devices.allow", "c 1:3 m");

    assertThat(value(web, "devices.list")).isEqualTo("c 1:3 rm\nc 1:* rw");
    fs().write(web, "devices.deny", "c *:3 rwm");
    fs().write(web, "devices.deny", "c 1:* r");
    assertThat(value(web, "devices.list")).isEqualTo("c 1:3 rm\nc 1:* w");
    fs().write(web, "devices.deny", "c 1:3 rwm");
    assertThat(value(web, "devices.list")).isEqualTo("c 1:* w");
  }

  @Test
  default void devices_deniedOfAll_isNotShown() throws IOException {
    CgroupPath web = made(Controller.DEVICES, "/web");

    fs().write(web, "devices.deny", "c 1:7 rwm");

    assertThat(value(web, "devices.list")).isEqualTo("a *:* rwm");
  }

  @Test
  default void devices_allWhileThereAreChildren_invalid() throws IOException {
    CgroupPath web = made(Controller.DEVICES, "/web");
    made(Controller.DEVICES, "/web/inner");

    assertRefused(() -> fs().write(web, "devices.deny", "a"), "EINVAL");
    assertRefused(() -> fs().write(web, "devices.allow", "a 1:3 r"), "EINVAL");
  }

  @Test
  default void devices_child_hasNoMoreThanItsParent() throws IOException {
    CgroupPath web = closed("/web");
    fs().write(web, "devices.allow", "c 1:* rw");
    CgroupPath inner = made(Controller.DEVICES, "/web/inner");
    fs().write(inner, "devices.deny", "a");

    fs().write(inner, "devices.allow", "c 1:3 r");
    assertRefused(() -> fs().write(inner, "devices.allow", "c 1:3 m"), "EPERM");
    assertRefused(() -> fs().write(inner, "devices.allow", "c *:3 r"), "EPERM");
    assertRefused(() -> fs().write(inner, "devices.allow", "a"), "EPERM");
    fs().write(web, "devices.deny", "c 1:* r");
    assertThat(value(inner, "devices.list")).isEmpty();
  }
}
