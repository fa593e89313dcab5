package vcg.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vcg.Requires;

class DomainFileTest {
  private static final byte[] NEW = "<new/>".getBytes(StandardCharsets.UTF_8);

  @TempDir Path directory;
  private Path path;

  @BeforeEach
  void makeFile() throws IOException {
    path = Files.writeString(directory.resolve("web.xml"), "<old/>");
  }

  @Test
  void replace_file_hasTheNewBytesAndTheOldPermissions() throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r-----"));

    DomainFile.read(path).replace(NEW);

    assertThat(path).hasBinaryContent(NEW);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rw-r-----");
    assertThat(names()).containsExactly("web.xml");
  }

  @Test
  void replace_fileOfAnotherUser_staysTheirs() throws IOException {
    Requires.require(Files.getAttribute(path, "unix:uid").equals(0), "needs root");
    Files.setAttribute(path, "unix:uid", 65534);
    Files.setAttribute(path, "unix:gid", 65533);

    DomainFile.read(path).replace(NEW);

    assertThat(Files.getAttribute(path, "unix:uid")).isEqualTo(65534);
    assertThat(Files.getAttribute(path, "unix:gid")).isEqualTo(65533);
  }

  @Test
  void replace_link_changesTheFileThatItLeadsTo() throws IOException {
    Path other = Files.createDirectory(directory.resolve("other"));
    Path target = Files.move(path, other.resolve("real.xml"));
    Files.createSymbolicLink(path, Path.of("other/real.xml"));

    DomainFile.read(path).replace(NEW);

    assertThat(path).isSymbolicLink().hasBinaryContent(NEW);
    assertThat(target).isRegularFile().hasBinaryContent(NEW);
    assertThat(names()).containsExactly("other", "web.xml");
  }

  @Test
  void replace_changedInTheMeantime_isRefused() throws IOException {
    DomainFile file = DomainFile.read(path);
    Files.writeString(path, "<our/>");

    refused(file);

    assertThat(path).hasContent("<our/>");
  }

  @Test
  void replace_replacedBySameBytes_isRefused() throws IOException {
    DomainFile file = DomainFile.read(path);
    Path beside = Files.writeString(directory.resolve("beside"), "<old/>");
    Files.move(beside, path, java.nio.file.StandardCopyOption.ATOMIC_MOVE);

    refused(file);
  }

  @Test
  void replace_linkLeadsElsewhereNow_isRefused() throws IOException {
    Path first = Files.move(path, directory.resolve("first"));
    Path second = Files.writeString(directory.resolve("second"), "<old/>");
    Files.createSymbolicLink(path, first);
    DomainFile file = DomainFile.read(path);
    Files.delete(path);
    Files.createSymbolicLink(path, second);

    refused(file);

    assertThat(first).hasContent("<old/>");
    assertThat(second).hasContent("<old/>");
  }

  @Test
  void replace_directoryGone_saysSo() throws IOException {
    Path below = Files.createDirectory(directory.resolve("below"));
    Path moved = Files.move(path, below.resolve("web.xml"));
    DomainFile file = DomainFile.read(moved);
    Files.delete(moved);
    Files.delete(below);

    assertThatThrownBy(() -> file.replace(NEW))
        .isInstanceOf(IOException.class)
        .hasMessage("cannot write " + moved + ": it, or its directory, is gone");
  }

  private void refused(DomainFile file) throws IOException {
    assertThatThrownBy(() -> file.replace(NEW))
        .isInstanceOf(IOException.class)
        .hasMessage(
            path + " was changed by somebody else in the meantime; nothing was written, try again");
    assertThat(names()).noneMatch(name -> name.startsWith("."));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }
}
