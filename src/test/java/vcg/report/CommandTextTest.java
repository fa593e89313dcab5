package vcg.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import vcg.model.Command;

class CommandTextTest {
  private static final Command COMMAND =
      new Command(
          "/usr/bin/qemu",
          List.of(
              new Command.Option("-S", Optional.empty(), "", Optional.empty()),
              new Command.Option("-append", Optional.of("a 'b'"), "", Optional.empty()),
              new Command.Option("-m", Optional.of("size=1k"), "", Optional.empty())));

  @Test
  void of_command_shellGivesTheSameArguments() throws Exception {
    String text = CommandText.of(COMMAND);

    assertThat(text)
        .isEqualTo("/usr/bin/qemu \\\n  -S \\\n  -append 'a '\\''b'\\''' \\\n  -m size=1k\n");
    Process shell =
        new ProcessBuilder("/bin/sh", "-c", "printf '%s\\n' " + text.replace("/usr/bin/qemu", ""))
            .start();
    assertThat(
            new String(
                    shell.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
                .lines())
        .containsExactlyElementsOf(COMMAND.arguments());
  }

  @Test
  void json_command_hasEveryArgument() {
    assertThat(CommandText.json(COMMAND)).contains("\"a 'b'\"", "\"program\" : \"/usr/bin/qemu\"");
  }
}
