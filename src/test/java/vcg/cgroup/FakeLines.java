package vcg.cgroup;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** A file with a line for each device, {@code 8:0 VALUE}; the newest is first, as in the kernel. */
final class FakeLines {
  private FakeLines() {}

  /** What stands behind each device; a line {@code default N} is one too. */
  static SequencedMap<String, String> parse(String content) {
    SequencedMap<String, String> lines = new LinkedHashMap<>();
    for (String line : content.lines().toList()) {
      int blank = line.indexOf(' ');
      lines.put(line.substring(0, blank), line.substring(blank + 1));
    }
    return lines;
  }

  static String text(Map<String, String> lines) {
    return text(
        lines.entrySet().stream().map(line -> line.getKey() + " " + line.getValue()).toList());
  }

  private static String text(Collection<String> lines) {
    return lines.stream().collect(Collectors.joining("\n"));
  }
}
