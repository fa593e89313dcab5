package vcg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JournalStreamTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void write_levels_becomeNumbers() {
    PrintStream stream = JournalStream.of(out);

    stream.println("INFO web1: cpu.shares 200 → 1024");
    stream.println("WARN disk is full");
    stream.println("ERROR broken");
    stream.println("\tat vcg.Somewhere");
    stream.print("vcg: no level");
    stream.println();

    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            """
            <6>web1: cpu.shares 200 → 1024
            <4>disk is full
            <3>broken
            <3>\tat vcg.Somewhere
            <3>vcg: no level
            """);
  }

  @Test
  void of_journalIsNotThere_isTheStreamItself() {
    PrintStream err = new PrintStream(out, true, StandardCharsets.UTF_8);

    assertThat(JournalStream.of(err, Map.of())).isSameAs(err);
    assertThat(JournalStream.of(err, Map.of("JOURNAL_STREAM", "1:1"))).isSameAs(err);
  }
}
