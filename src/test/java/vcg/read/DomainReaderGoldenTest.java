package vcg.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vcg.model.Desired;
import vcg.report.ProblemText;
import vcg.validate.Rules;

/** What is said about each document below src/test/resources; -Dgolden=write rewrites it. */
class DomainReaderGoldenTest {
  static List<String> cases() throws IOException {
    return Cases.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void read_goldenDocument_saysWhatIsExpected(String name) throws IOException {
    Path expected = Cases.FOLDER.resolve(name).resolve("problems.txt");

    Desired desired = new Desired(".", true, List.of(Cases.read(Cases.document(name))), List.of());
    String text = ProblemText.of(Rules.check(desired), false);

    if ("write".equals(System.getProperty("golden"))) {
      Files.writeString(expected, text);
    }
    assertThat(text).isEqualTo(Files.readString(expected));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void read_goldenDocument_isValidExactlyWhereItsNameSaysSo(String name) throws IOException {
    List<String> warnedOnly =
        List.of(
            "current-memory-below",
            "backing-store",
            "pin-of-an-unplugged-vcpu",
            "ends-of-a-container",
            "sysinfo-unused",
            "cpu-host-model",
            "memory-discard-unused");

    boolean valid = Cases.read(Cases.document(name)).isValid();

    assertThat(valid).isEqualTo(name.startsWith("valid-") || warnedOnly.contains(name));
  }
}
