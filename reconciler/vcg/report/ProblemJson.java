package vcg.report;

import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import vcg.model.Desired;
import vcg.model.GuestId;
import vcg.model.Problem;
import vcg.model.Reading;

/** Problems for programs: the same as {@link ProblemText}, in a fixed order. */
public final class ProblemJson {
  private static final int FORMAT_VERSION = 1;

  private ProblemJson() {}

  /** The problems of all files, and how many files are valid; ends with a line feed. */
  public static String of(Desired desired) {
    List<Reading> readings = desired.readings();
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("formatVersion", FORMAT_VERSION);
    root.put("source", desired.source());
    root.put("present", desired.present());
    root.put("files", readings.size());
    root.put("valid", readings.stream().filter(Reading::isValid).count());
    root.put(
        "validWithWarnings",
        readings.stream().filter(r -> r.isValid() && !r.problems().isEmpty()).count());
    root.put("invalid", readings.stream().filter(r -> !r.isValid()).count());
    ArrayNode problems = root.putArray("problems");
    desired.notices().forEach(p -> problems.add(problem(p)));
    for (Reading reading : readings) {
      for (Problem problem : reading.problems()) {
        ObjectNode node = problem(problem);
        reading.claims().map(GuestId::name).ifPresent(name -> node.put("guest", name));
        reading.claimed().ifPresent(path -> node.put("partition", path.path()));
        problems.add(node);
      }
    }
    return Printable.json(root.toPrettyString()) + "\n";
  }

  /** Each problem as an object, in the given order. */
  static ArrayNode problems(List<Problem> problems) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    problems.forEach(p -> array.add(problem(p)));
    return array;
  }

  private static ObjectNode problem(Problem problem) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("severity", problem.severity().name().toLowerCase(Locale.ROOT));
    node.put("code", problem.code());
    node.put("file", problem.at().file());
    node.put("line", problem.at().line());
    node.put("column", problem.at().column());
    node.put("length", problem.length());
    node.put("message", problem.message());
    node.put("hint", problem.hint());
    problem.notes().forEach(node.putArray("notes")::add);
    node.put("source", problem.source());
    return node;
  }
}
