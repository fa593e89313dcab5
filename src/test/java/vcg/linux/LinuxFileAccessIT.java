package vcg.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vcg.Requires;
import vcg.model.GuestUser;

/** Files opened to a user; whether they are is tried out as that user. */
class LinuxFileAccessIT {
  private static final GuestUser USER = new GuestUser("64055:64055", 64055, 64055);
  private static final GuestUser STRANGER = new GuestUser("64056:64056", 64056, 64056);

  private final LinuxFileAccess access = new LinuxFileAccess();
  @TempDir private Path directory;

  @BeforeEach
  void opensTheWay() throws IOException {
    Requires.root();
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
  }

  @Test
  void grant_file_thatUserAlone() throws Exception {
    Path image = image("a.img", new byte[0]);
    assertThat(can("-r", USER, image)).isFalse();

    access.grant(image, USER, false);

    assertThat(can("-r", USER, image)).isTrue();
    assertThat(can("-w", USER, image)).isFalse();
    assertThat(can("-r", STRANGER, image)).isFalse();
    access.grant(image, USER, true);
    assertThat(can("-w", USER, image)).isTrue();
    assertThat(can("-r", STRANGER, image)).isFalse();
    assertThat(Files.getAttribute(image, "unix:uid")).isEqualTo(0);
  }

  @Test
  void revoke_file_isAsBefore() throws Exception {
    Path image = image("a.img", new byte[0]);
    Object before = Files.getAttribute(image, "unix:mode");
    access.grant(image, USER, true);

    access.revoke(image, USER);

    assertThat(can("-r", USER, image)).isFalse();
    assertThat(Files.getAttribute(image, "unix:mode")).isEqualTo(before);
    access.revoke(image, USER);
    access.revoke(directory.resolve("missing"), USER);
  }

  @Test
  void grant_again_writesNothing() throws Exception {
    Path image = image("a.img", new byte[0]);
    access.grant(image, USER, true);
    Object changed = Files.getAttribute(image, "unix:ctime");

    access.grant(image, USER, true);

    assertThat(Files.getAttribute(image, "unix:ctime")).isEqualTo(changed);
  }

  @Test
  void grant_whatEverybodyMay_writesNothing() throws Exception {
    Path image = image("a.img", new byte[0]);
    Files.setPosixFilePermissions(image, PosixFilePermissions.fromString("rw-r--r--"));
    Object before = Files.getAttribute(image, "unix:ctime");

    access.grant(image, USER, false);

    assertThat(Files.getAttribute(image, "unix:ctime")).isEqualTo(before);
    access.grant(image, USER, true);
    assertThat(can("-w", USER, image)).isTrue();
    assertThat(can("-w", STRANGER, image)).isFalse();
  }

  @Test
  void grant_linkOfAnotherUser_refused() throws Exception {
    Path image = image("a.img", new byte[0]);
    Path link = Files.createSymbolicLink(directory.resolve("link"), image);
    access.grant(link, USER, false);
    assertThat(can("-r", USER, image)).isTrue();

    Files.setAttribute(link, "unix:uid", USER.uid(), LinkOption.NOFOLLOW_LINKS);

    assertThatIOException()
        .isThrownBy(() -> access.grant(link, USER, true))
        .withMessageContaining("a symbolic link that does not belong to root");
    assertThat(can("-w", USER, image)).isFalse();
  }

  @Test
  void grant_noSuchFile_refused() {
    assertThatIOException()
        .isThrownBy(() -> access.grant(directory.resolve("missing"), USER, true));
  }

  @Test
  void below_chain_everyImageInOrder() throws Exception {
    Path base = image("base.img", new byte[512]);
    Path middle = image("middle.qcow2", header("base.img"));
    Path top = image("top.qcow2", header(middle.toString()));

    assertThat(access.below(top)).containsExactly(middle, base);
    assertThat(access.below(base)).isEmpty();
  }

  @Test
  void below_imageBasedOnItself_refused() throws Exception {
    Path loop = image("loop.qcow2", header("loop.qcow2"));

    assertThatIOException()
        .isThrownBy(() -> access.below(loop))
        .withMessageContaining("is based on itself");
  }

  @Test
  void below_nameBeyondTheEnd_refused() throws Exception {
    byte[] header = header("base.img");
    ByteBuffer.wrap(header).putLong(8, 1L << 40);
    Path damaged = image("damaged.qcow2", header);

    assertThatIOException()
        .isThrownBy(() -> access.below(damaged))
        .withMessageContaining("is damaged");
  }

  private Path image(String name, byte[] content) throws IOException {
    Path image = Files.write(directory.resolve(name), content);
    return Files.setPosixFilePermissions(image, PosixFilePermissions.fromString("rw-------"));
  }

  private static byte[] header(String basedOn) {
    byte[] name = basedOn.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(512)
        .putInt(0x514649fb)
        .putInt(3)
        .putLong(100)
        .putInt(name.length)
        .position(100)
        .put(name)
        .array();
  }

  private static boolean can(String test, GuestUser user, Path file) throws Exception {
    return new ProcessBuilder(
                "setpriv",
                "--reuid=" + user.uid(),
                "--regid=" + user.gid(),
                "--clear-groups",
                "test",
                test,
                file.toString())
            .start()
            .waitFor()
        == 0;
  }
}
