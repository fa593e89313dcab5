package vcg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

final class FailuresTest {
  @Test
  void text_ofFiles_namesFileAndReason() {
    assertThat(Failures.text(new NoSuchFileException("/a")))
        .isEqualTo("/a: no such file or directory");
    assertThat(Failures.text(new AccessDeniedException("/a"))).isEqualTo("/a: no permission");
    assertThat(Failures.text(new FileSystemException("/a", null, "Is a directory")))
        .isEqualTo("/a: Is a directory");
  }

  @Test
  void text_ofOurOwn_isTheirMessage() {
    assertThat(Failures.text(new IOException("cannot write"))).isEqualTo("cannot write");
    assertThat(Failures.text(new IOException())).isEqualTo("java.io.IOException");
  }
}
