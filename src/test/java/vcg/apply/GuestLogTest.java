package vcg.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuestLogTest {
  private static final int MIB = 1 << 20;

  @TempDir Path directory = Path.of("/");
  private GuestLog log = new GuestLog(Path.of("/"), Path.of("/"));

  @BeforeEach
  void name() {
    log = new GuestLog(directory.resolve("web.qemu.log"), directory.resolve("web.qemu.log.1"));
  }

  @Test
  void rotate_twice_keepsOneOlderFile() throws IOException {
    log.rotate();
    Files.writeString(log.file(), "first\n");
    log.rotate();
    assertThat(log.file()).doesNotExist();
    Files.writeString(log.file(), "second\n");

    log.rotate();

    assertThat(log.file()).doesNotExist();
    assertThat(log.older()).hasContent("second\n");
    assertThat(Files.getPosixFilePermissions(log.older()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    log.delete();
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void trim_whileAProcessAppends_keepsTheEndAndGoesOn() throws IOException {
    try (OutputStream process =
        Files.newOutputStream(log.file(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      process.write("x".repeat(MIB).getBytes(StandardCharsets.UTF_8));
      log.trim();
      assertThat(Files.size(log.file())).as("not yet too much").isEqualTo(MIB);
      process.write("the end\n".getBytes(StandardCharsets.UTF_8));

      log.trim();
      process.write("after\n".getBytes(StandardCharsets.UTF_8));
    }

    assertThat(log.file()).hasContent("after\n");
    assertThat(Files.size(log.older())).isEqualTo(MIB);
    assertThat(Files.readString(log.older())).endsWith("xxthe end\n");
  }

  @Test
  void tail_controlCharactersAndManyLines_areSafeAndFew() throws IOException {
    Files.writeString(log.file(), "one\ntwo\u001b[2J\u202e\r\n\n  three  ");

    assertThat(log.tail(2)).containsExactly("two?[2J?", "three");
    assertThat(log.tail(9)).hasSize(3);
  }

  @Test
  void tail_noFile_isNothing() throws IOException {
    assertThat(log.tail(5)).isEmpty();
    log.trim();
    log.delete();
  }
}
