package vcg.guest;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One line of {@code qmp.txt}: what QEMU must answer. A question is a command, {@code qom PATH
 * PROPERTY}, or {@code qom-list PATH}; after it may come the way to a part of the answer, where
 * {@code [name=value]} takes the element of a list. What must be there is JSON, or {@code absent}:
 *
 * <pre>
 * query-memory-size-summary base-memory = 33554432
 * query-block [qdev=disk-vda] inserted ro = true
 * qom /machine/peripheral/disk-vda serial = "S-1"
 * query-iothreads [id=iothread2] = absent
 * </pre>
 */
record Expectation(String question, List<String> way, String expected) {
  private static final Pattern LINE = Pattern.compile("(.*?) = (.*)");
  private static final Pattern ELEMENT = Pattern.compile("\\[([^=]+)=(.*)]");

  static Expectation parse(String line) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not QUESTION = ANSWER: " + line);
    }
    List<String> words = List.of(matcher.group(1).split(" ", -1));
    int own =
        switch (words.getFirst()) {
          case "qom" -> 3;
          case "qom-list" -> 2;
          default -> 1;
        };
    return new Expectation(
        String.join(" ", words.subList(0, own)),
        words.subList(own, words.size()),
        matcher.group(2));
  }

  /** What QEMU answers, as JSON or {@code absent}. */
  String answer(TestMonitor monitor) throws IOException {
    JsonNode node = ask(monitor);
    for (String step : way) {
      node = step(node, step);
      if (node.isMissingNode()) {
        return "absent";
      }
    }
    return node.toString();
  }

  /** What is expected, written as {@link #answer} writes it. */
  String canonical() {
    return expected.equals("absent") ? expected : JsonMapper.shared().readTree(expected).toString();
  }

  private JsonNode ask(TestMonitor monitor) throws IOException {
    String[] words = question.split(" ", -1);
    Map<String, String> arguments = new TreeMap<>();
    String command = words[0];
    if (words.length > 1) {
      arguments.put("path", words[1]);
    }
    if (words.length > 2) {
      arguments.put("property", words[2]);
      command = "qom-get";
    }
    return monitor.ask(command, arguments);
  }

  /** An element of a list is the first whose member contains the value. */
  private static JsonNode step(JsonNode node, String step) {
    Matcher element = ELEMENT.matcher(step);
    if (!element.matches()) {
      return node.isArray() ? node.path(Integer.parseInt(step)) : node.path(step);
    }
    for (JsonNode candidate : node) {
      if (candidate.path(element.group(1)).asString("").contains(element.group(2))) {
        return candidate;
      }
    }
    return JsonMapper.shared().missingNode();
  }
}
