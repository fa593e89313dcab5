package vcg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** docs/commands.md names every command, option and exit code, and no others. */
class CommandsDocumentTest {
  @Test
  void document_namesEveryCommand() throws IOException {
    for (Command command : Command.values()) {
      assertThat(text()).contains("`" + command.word());
    }
  }

  @Test
  void document_namesEveryOption() throws IOException {
    for (Option option : Option.values()) {
      assertThat(text()).contains("`" + option.flag());
    }
    assertThat(text().split("--[a-z]", -1).length).isGreaterThan(Option.values().length);
    for (String word : text().split("[`\\s(]", -1)) {
      if (word.matches("--[a-z].*")) {
        assertThat(Option.of(word)).as(word).isPresent();
      }
    }
  }

  @Test
  void document_namesEveryExitCode() throws IOException {
    for (ExitCode code : ExitCode.values()) {
      assertThat(text().replace("`", ""))
          .contains("| " + code.number() + " | " + code.meaning() + " |");
    }
  }

  private static String text() throws IOException {
    return Files.readString(Path.of("docs/commands.md"));
  }
}
