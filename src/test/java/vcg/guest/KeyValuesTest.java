package vcg.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.Random;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** Whatever a document says stays one value of one option. */
class KeyValuesTest {
  private static final long SEED = 20260729;
  private static final int ROUNDS = 5000;
  private static final String[] PIECES = {
    ",",
    ",,",
    "=",
    "a",
    "id=x",
    " ",
    "\"",
    "'",
    "\\",
    "\n",
    "\t",
    "$x",
    "%n",
    "{",
    "}",
    "ü",
    "€",
    "\ud83d\ude00",
    "server=on",
    "-S",
    "\u0001"
  };

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(8); i > 0; i--) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return text.toString();
  }

  @Test
  void parse_whatWasBuilt_isTheSame() {
    Random random = new Random(SEED);
    for (int round = 0; round < ROUNDS; round++) {
      SequencedMap<String, String> pairs = new LinkedHashMap<>();
      pairs.put("", "word");
      for (int i = random.nextInt(4); i >= 0; i--) {
        pairs.put("key" + i, text(random));
      }
      KeyValues built = KeyValues.word("word");
      pairs.forEach((key, value) -> {
        if (!key.isEmpty()) {
          built.and(key, value);
        }
      });

      assertThat(KeyValues.parse(built.toString())).as("%s", built).isEqualTo(pairs);
    }
  }

  @Test
  void argument_jsonThatWasBuilt_hasTheSameValues() {
    Random random = new Random(SEED);
    for (int round = 0; round < ROUNDS; round++) {
      TreeMap<String, String> pairs = new TreeMap<>();
      ObjectNode node = Options.object();
      for (int i = random.nextInt(4); i >= 0; i--) {
        pairs.put("key" + i, text(random));
      }
      pairs.forEach(node::put);

      Argument argument = Argument.of("-device", Optional.of(node.toString()));

      assertThat(argument.leaves()).as("%s", node).isEqualTo(pairs);
    }
  }
}
