package vcg.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineDiffTest {
  @Test
  void of_equalTexts_isEmpty() {
    assertThat(LineDiff.of("a", "x\ny\n", "x\ny\n")).isEmpty();
  }

  @Test
  void of_twoChangesFarApart_isTwoHunks() {
    String before = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n";
    String after = "1\nzwei\n3\n4\n5\n6\n7\n8\n9\n10\n10a\n11\n12\n";

    assertThat(LineDiff.of("web.xml", before, after))
        .isEqualTo(
            """
            --- web.xml
            +++ web.xml
            @@ -1,5 +1,5 @@
             1
            -2
            +zwei
             3
             4
             5
            @@ -8,5 +8,6 @@
             8
             9
             10
            +10a
             11
             12
            """);
  }

  @Test
  void of_controlCharacters_arePrintable() {
    assertThat(LineDiff.of("a", "x\n", "\u001b[2J\r\n"))
        .isEqualTo("--- a\n+++ a\n@@ -1 +1 @@\n-x\n+\\u001b[2J\n");
  }

  /** Whatever the texts are, the lines without + are the one and those without - the other. */
  @Test
  void of_randomTexts_holdsBoth() {
    Random random = new Random(7);
    for (int round = 0; round < 500; round++) {
      List<String> before = lines(random);
      List<String> after = lines(random);

      String diff =
          LineDiff.of("a", String.join("\n", before) + "\n", String.join("\n", after) + "\n");

      if (!before.equals(after)) {
        List<String> shown = diff.lines().skip(2).filter(l -> !l.startsWith("@@")).toList();
        assertThat(before).containsSubsequence(without('+', shown));
        assertThat(after).containsSubsequence(without('-', shown));
        assertThat(removed(before, after)).isEqualTo(sign('+', shown) - sign('-', shown));
      }
    }
  }

  private static long removed(List<String> before, List<String> after) {
    return after.size() - (long) before.size();
  }

  private static long sign(char sign, List<String> lines) {
    return lines.stream().filter(l -> l.charAt(0) == sign).count();
  }

  private static List<String> without(char sign, List<String> lines) {
    return lines.stream().filter(l -> l.charAt(0) != sign).map(l -> l.substring(1)).toList();
  }

  private static List<String> lines(Random random) {
    List<String> lines = new ArrayList<>();
    int count = 1 + random.nextInt(12);
    for (int i = 0; i < count; i++) {
      lines.add("" + random.nextInt(5));
    }
    return lines;
  }
}
