package vcg.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vcg.Requires;

/** A tree in which everything tries to lead out. */
class RootedFileIT {
  @TempDir private Path outside;
  private Path root = Path.of("not yet made");

  @BeforeEach
  void tree() throws IOException {
    Files.createDirectories(outside.resolve("root/etc"));
    root = outside.resolve("root").toRealPath();
    Files.writeString(outside.resolve("secret"), "secret");
    Files.writeString(root.resolve("etc/passwd"), "own");
  }

  /** JUnit warns of each link that leads out of what it deletes. */
  @AfterEach
  void removeLinks() throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      for (Path link : all.filter(Files::isSymbolicLink).toList()) {
        Files.delete(link);
      }
    }
  }

  private String read(String path) throws IOException {
    return new String(
        RootedFile.read(root.toString(), path, 100), java.nio.charset.StandardCharsets.UTF_8);
  }

  @Test
  void read_absoluteLink_staysInTheTree() throws IOException {
    Files.createSymbolicLink(root.resolve("link"), Path.of("/etc/passwd"));

    assertThat(read("/link")).isEqualTo("own");
  }

  @Test
  void read_waysOut_leadNowhere() throws IOException {
    Files.createSymbolicLink(root.resolve("up"), Path.of("../secret"));
    Files.createSymbolicLink(root.resolve("abroad"), outside.resolve("secret"));

    for (String path : new String[] {"/up", "/abroad", "/../secret", "/etc/../../secret"}) {
      assertThatThrownBy(() -> read(path)).hasMessageContaining("ENOENT");
    }
  }

  @Test
  void read_pipe_isRefusedAndNotWaitedFor() throws Exception {
    Requires.program("mkfifo");
    String pipe = root.resolve("etc/pipe").toString();
    assertThat(new ProcessBuilder("mkfifo", pipe).start().waitFor()).isZero();

    assertThatThrownBy(() -> read("/etc/pipe")).hasMessageContaining("is not a regular file");
    assertThatThrownBy(() -> read("/etc")).hasMessageContaining("is not a regular file");
  }

  @Test
  void read_longFile_isRefused() throws IOException {
    Files.write(root.resolve("long"), new byte[101]);

    assertThatThrownBy(() -> read("/long")).hasMessageContaining("longer than 100 bytes");
  }

  @Test
  void resolve_linkToADirectory_isAPathOfTheHostInTheTree() throws IOException {
    Files.createSymbolicLink(root.resolve("slash"), Path.of("/"));

    assertThat(RootedFile.resolve(root.toString(), "/slash/etc")).isEqualTo(root.resolve("etc"));
  }
}
