package vcg.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
  @Test
  void parse_optionsBeforeAndAfterTheCommand_areTheSame() throws Exception {
    Arguments before = parse("--format", "json", "plan", "d");
    Arguments after = parse("plan", "d", "--format=json");

    assertThat(before).isEqualTo(after);
    assertThat(before.directory()).isEqualTo("d");
    assertThat(before.choice(Option.FORMAT)).isEqualTo("json");
  }

  @Test
  void parse_environment_yieldsToTheCommandLine() throws Exception {
    Map<String, String> environment = Map.of("VCG_DOMAINS", "/a", "VCG_STATE_DIR", "/s");

    Arguments arguments = Arguments.parse(List.of("status", "--domains", "/b", "web"), environment);

    assertThat(arguments.domains()).isEqualTo("/b");
    assertThat(arguments.get(Option.STATE_DIR)).contains("/s");
    assertThat(arguments.operands()).containsExactly("web");
  }

  @Test
  void parse_doubleDash_endsOptions() throws Exception {
    assertThat(parse("validate", "--", "-odd.xml").operands()).containsExactly("-odd.xml");
  }

  @Test
  void parse_mistakes_sayWhatToChange() {
    refused("no command; vcg help lists them");
    refused("unknown command plam; did you mean plan?", "plam");
    refused("unknown option --frm; did you mean --from?", "plan", "--frm", "x");
    refused("status does not take --out", "status", "--out", "f");
    refused("--out needs a value: --out FILE|DIR", "plan", "--out");
    refused("-q takes no value".replace("-q", "--trust-any-owner"), "--trust-any-owner=1", "plan");
  }

  @Test
  void number_notANumber_isRefused() throws Exception {
    Arguments arguments = parse("plan", "--allow-stops", "all");

    assertThatThrownBy(() -> arguments.number(Option.ALLOW_STOPS))
        .isInstanceOf(UsageException.class)
        .hasMessage("--allow-stops is \"all\", must be a whole number from 0");
  }

  @Test
  void choice_unknownWord_isRefused() throws Exception {
    Arguments arguments = parse("plan", "--format", "yaml");

    assertThatThrownBy(() -> arguments.choice(Option.FORMAT))
        .hasMessage("--format is \"yaml\", must be human or json");
  }

  private static Arguments parse(String... words) throws UsageException {
    return Arguments.parse(List.of(words), Map.of());
  }

  private static void refused(String message, String... words) {
    assertThatThrownBy(() -> parse(words)).isInstanceOf(UsageException.class).hasMessage(message);
  }
}
