package vcg.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {
  @Test
  void line_controlAndDirectionCharacters_areEscaped() {
    assertThat(Printable.line("a\u001b[2Jb\nc\u009bd\u202ee\u200bf\u007f"))
        .isEqualTo("a\\u001b[2Jb\\u000ac\\u009bd\\u202ee\\u200bf\\u007f");
  }

  @Test
  void line_loneSurrogate_isEscaped() {
    assertThat(Printable.line("a\ud800b")).isEqualTo("a\\ud800b");
  }

  @Test
  void line_ordinaryText_staysAsItIs() {
    assertThat(Printable.line("Grüße, 世界 🙂")).isEqualTo("Grüße, 世界 🙂");
  }

  @Test
  void json_characterInAString_isEscapedAndLinesStay() {
    assertThat(Printable.json("{\n  \"a\" : \"\u009b\"\n}"))
        .isEqualTo("{\n  \"a\" : \"\\u009b\"\n}");
  }
}
