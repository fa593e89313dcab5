package vcg.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What every {@link DevicePrograms} does: the same cases run on the fake and on a real kernel. */
public abstract class DeviceProgramsContract {
  private static final DevicePolicy ONE = DevicePolicies.of("c 1:3 rw");
  private static final DevicePolicy TWO = DevicePolicies.of("c 1:3 rw", "c 1:5 r");

  /** What is tested. */
  protected abstract DevicePrograms programs();

  /** The file system that its directories are in. */
  protected abstract CgroupFs fs();

  /** A directory that exists and has no program. */
  protected abstract CgroupPath parent();

  /** Attaches a program beside what is there, without {@link #programs()}. */
  protected abstract void add(CgroupPath cgroup, String name) throws IOException;

  private CgroupPath at(String name) {
    return new CgroupPath(parent().hierarchy(), parent().path() + "/" + name);
  }

  private CgroupPath made(String name) throws IOException {
    CgroupPath path = at(name);
    fs().create(path);
    return path;
  }

  private DeviceProgram only(CgroupPath cgroup) throws IOException {
    assertThat(programs().attached(cgroup)).hasSize(1);
    return programs().attached(cgroup).getFirst();
  }

  @Test
  void attached_newDirectory_none() throws IOException {
    assertThat(programs().attached(made("web"))).isEmpty();
  }

  @Test
  void attached_noSuchDirectory_none() throws IOException {
    assertThat(programs().attached(at("missing"))).isEmpty();
    assertThat(programs().attached(new CgroupPath("nothing", "/"))).isEmpty();
  }

  @Test
  void attach_first_isTheOnlyOne() throws IOException {
    CgroupPath web = made("web");

    programs().attach(web, ONE);

    assertThat(only(web).name()).isEqualTo(ONE.programName());
    assertThat(only(web).isOurs()).isTrue();
  }

  @Test
  void attach_noDeviceAtAll_isAPolicyToo() throws IOException {
    CgroupPath web = made("web");

    programs().attach(web, DevicePolicy.NONE);

    assertThat(only(web).name()).isEqualTo(DevicePolicy.NONE.programName());
  }

  @Test
  void attach_twice_changesNothing() throws IOException {
    CgroupPath web = made("web");
    programs().attach(web, ONE);
    DeviceProgram first = only(web);

    programs().attach(web, ONE);

    assertThat(only(web)).isEqualTo(first);
  }

  @Test
  void attach_otherPolicy_replacesAndBack() throws IOException {
    CgroupPath web = made("web");
    programs().attach(web, ONE);
    DeviceProgram first = only(web);

    programs().attach(web, TWO);
    assertThat(only(web).name()).isEqualTo(TWO.programName());
    programs().attach(web, ONE);

    assertThat(only(web).name()).isEqualTo(ONE.programName());
    assertThat(only(web).id()).isNotEqualTo(first.id());
  }

  @Test
  void attach_leftovers_areGone() throws IOException {
    CgroupPath web = made("web");
    add(web, "vcg_00000000001");
    add(web, "vcg_00000000002");
    add(web, "vcg_00000000003");

    programs().attach(web, ONE);

    assertThat(only(web).name()).isEqualTo(ONE.programName());
  }

  @Test
  void attach_leftoversBesideTheRightOne_keepsThatOne() throws IOException {
    CgroupPath web = made("web");
    add(web, "vcg_00000000001");
    add(web, ONE.programName());
    add(web, ONE.programName());
    DeviceProgram right = programs().attached(web).get(1);

    programs().attach(web, ONE);

    assertThat(only(web)).isEqualTo(right);
  }

  @Test
  void attach_programOfAnother_staysInItsPlace() throws IOException {
    CgroupPath web = made("web");
    add(web, "sd_devices");
    DeviceProgram foreign = only(web);
    assertThat(foreign.isOurs()).isFalse();

    programs().attach(web, ONE);
    assertThat(programs().attached(web)).hasSize(2).contains(foreign);
    programs().attach(web, TWO);
    add(web, "");

    assertThat(programs().attached(web))
        .startsWith(foreign)
        .extracting(DeviceProgram::name)
        .containsExactly("sd_devices", TWO.programName(), "");
  }

  @Test
  void attach_otherPolicy_takesTheSamePlace() throws IOException {
    CgroupPath web = made("web");
    programs().attach(web, ONE);
    add(web, "sd_devices");

    programs().attach(web, TWO);

    assertThat(programs().attached(web))
        .extracting(DeviceProgram::name)
        .containsExactly(TWO.programName(), "sd_devices");
  }

  @Test
  void attach_oneDirectory_leavesOthersAlone() throws IOException {
    CgroupPath outer = made("outer");
    CgroupPath inner = made("outer/inner");
    programs().attach(outer, ONE);
    assertThat(programs().attached(inner)).isEmpty();

    programs().attach(inner, TWO);

    assertThat(only(outer).name()).isEqualTo(ONE.programName());
    assertThat(only(inner).name()).isEqualTo(TWO.programName());
  }

  @Test
  void attach_noSuchDirectory_saysWhatAndWhere() {
    CgroupPath missing = at("missing");

    assertThatExceptionOfType(CgroupException.class)
        .isThrownBy(() -> programs().attach(missing, ONE))
        .withMessage(
            "cannot attach device program " + ONE.programName() + " to " + missing + ": ENOENT")
        .satisfies(e -> assertThat(e.errno()).isEqualTo("ENOENT"));
  }

  @Test
  void attached_directoryMadeAnew_none() throws IOException {
    CgroupPath web = made("web");
    programs().attach(web, ONE);
    fs().remove(web);
    assertThat(programs().attached(web)).isEmpty();

    fs().create(web);

    assertThat(programs().attached(web)).isEmpty();
  }
}
