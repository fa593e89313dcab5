package vcg.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vcg.model.Preparation;

class PreparingTest {
  @TempDir private Path directory;

  @Test
  void copy_missing_madeForItsOwnerAlone() throws IOException {
    Path file = directory.resolve("vars.fd");

    perform(new Preparation.Copy(template().toString(), file.toString()));

    assertThat(file).hasContent("template");
    assertThat(mode(file)).isEqualTo("rw-------");
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void copy_thereAlready_neverTouched() throws IOException {
    Path file = Files.writeString(directory.resolve("vars.fd"), "of the guest");

    perform(new Preparation.Copy(template().toString(), file.toString()));

    assertThat(file).hasContent("of the guest");
  }

  @Test
  void copy_brokenLink_neverFollowed() throws IOException {
    Path target = directory.resolve("elsewhere");
    Path link = Files.createSymbolicLink(directory.resolve("vars.fd"), target);

    perform(new Preparation.Copy(template().toString(), link.toString()));

    assertThat(target).doesNotExist();
  }

  @Test
  void copy_noTemplate_failsAndLeavesNothing() throws IOException {
    String file = directory.resolve("vars.fd").toString();
    Preparation copy = new Preparation.Copy(directory.resolve("none").toString(), file);

    assertThatThrownBy(() -> perform(copy)).isInstanceOf(NoSuchFileException.class);

    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void directory_missing_madeWithItsParentForItsOwnerAlone() throws IOException {
    Path made = directory.resolve("state/nvram");

    perform(new Preparation.Directory(made.toString()));
    perform(new Preparation.Directory(made.toString()));

    assertThat(mode(made)).isEqualTo("rwx------");
  }

  private static void perform(Preparation preparation) throws IOException {
    Preparing.perform(preparation, Optional.empty());
  }

  private Path template() throws IOException {
    return Files.writeString(directory.resolve("template.fd"), "template");
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
