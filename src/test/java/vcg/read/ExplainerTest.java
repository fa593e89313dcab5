package vcg.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our explanation and the validator agree on which documents are wrong. */
class ExplainerTest {
  private static final Pattern WORD =
      Pattern.compile("(?<=[<\\s/\"'>])[A-Za-z0-9_\\-]+(?=[\\s>/=\"'<])");
  private static final List<String> WORDS =
      List.of(
          "x", "name", "0", "-1", "99999999999", "disk", "unit", "yes", "1", "/a", "type", "qemu");

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void explain_mutatedDocument_findsSomethingExactlyWhereTheValidatorDoes(long seed)
      throws IOException {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    Parse parse = new Parse(XmlEngine.shared());
    List<String> disagreements = new ArrayList<>();
    int invalid = 0;

    for (int round = 0; round < 600; round++) {
      String name = Cases.valid().get(random.nextInt(Cases.valid().size()));
      String document = mutated(new String(Cases.document(name), StandardCharsets.UTF_8), random);
      SourceText source = new SourceText("x", document);
      Parse.Result result = parse.parse(source);
      if (result.fatal().isEmpty()) {
        boolean refused = !result.refused().isEmpty() || result.misshapen();
        boolean explained = !new Explainer(source).explain(Node.parse(source)).isEmpty();
        invalid += refused ? 1 : 0;
        if (refused != explained) {
          disagreements.add(document + "\n" + result.refused());
        }
      }
    }

    assertThat(disagreements).as("seed %d", seed).isEmpty();
    assertThat(invalid).isGreaterThan(100);
  }

  /** Replaces one word, wherever it stands, or takes an element out. */
  private static String mutated(String document, RandomGenerator random) {
    List<int[]> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(document);
    while (matcher.find()) {
      words.add(new int[] {matcher.start(), matcher.end()});
    }
    int[] word = words.get(random.nextInt(words.size()));
    String old = document.substring(word[0], word[1]);
    String other = WORDS.get(random.nextInt(WORDS.size()));
    return switch (random.nextInt(3)) {
      case 0 -> document.substring(0, word[0]) + other + document.substring(word[1]);
      case 1 ->
          document.replaceAll(
              "(</?)" + Pattern.quote(old) + "(?=[\\s>/])", "$1" + Matcher.quoteReplacement(other));
      default ->
          document.replaceFirst(
              "(?s)<" + Pattern.quote(old) + "(\\s[^<>]*)?(/>|>[^<]*</" + Pattern.quote(old) + ">)",
              "");
    };
  }
}
