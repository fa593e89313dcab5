package vcg.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How keys are written, and what they send. */
class EscapeKeyTest {
  @ParameterizedTest
  @CsvSource({"^],29,Ctrl-]", "^a,1,Ctrl-A", "^A,1,Ctrl-A", "^_,31,Ctrl-_", "~,126,~", "^,94,^"})
  void parse_key_isTheByteThatItSends(String text, int code, String shown) throws UsageException {
    EscapeKey key = EscapeKey.parse(text);

    assertThat(key.code()).hasValue(code);
    assertThat(key).hasToString(shown);
  }

  @Test
  void parse_none_isNoByte() throws UsageException {
    assertThat(EscapeKey.parse("none").code()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "^1", "ab", "é", " "})
  void parse_noKey_isRefused(String text) {
    assertThatThrownBy(() -> EscapeKey.parse(text)).isInstanceOf(UsageException.class);
  }
}
