package vcg.report;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vcg.model.Actual;
import vcg.model.Plan;

/** The state of all guests for people: a line for each, then a summary. */
public final class StatusText {
  private static final List<String> HEAD = List.of("GUEST", "KIND", "STATE", "SYNC", "PID", "NOTE");

  private StatusText() {}

  /** The table, with a newline at the end. */
  public static String of(Plan plan, Actual actual) {
    List<Status> all = Status.of(plan, actual);
    if (all.isEmpty()) {
      return summary(all) + "\n";
    }
    List<List<String>> rows =
        Stream.concat(Stream.of(HEAD), all.stream().map(StatusText::row)).toList();
    StringBuilder out = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        int index = column;
        int width = rows.stream().mapToInt(r -> r.get(index).length()).max().orElse(0);
        String cell = row.get(column);
        line.append(cell).append(" ".repeat(width - cell.length() + 2));
      }
      out.append(line.toString().stripTrailing()).append('\n');
    }
    return out.append(summary(all)).append('\n').toString();
  }

  private static List<String> row(Status status) {
    return List.of(
        Printable.line(status.planned().id().name()),
        status.planned().id().driver().toString(),
        status.state(),
        status.sync(),
        status.running().map(r -> Long.toString(r.process().pid())).orElse("-"),
        Printable.line(status.note()));
  }

  private static String summary(List<Status> all) {
    Map<String, Long> counts =
        all.stream()
            .collect(Collectors.groupingBy(Status::sync, TreeMap::new, Collectors.counting()));
    String kinds =
        counts.entrySet().stream()
            .map(e -> e.getValue() + " " + e.getKey())
            .collect(Collectors.joining(", "));
    String guests = all.size() == 1 ? "1 guest" : all.size() + " guests";
    return kinds.isEmpty() ? guests + "." : guests + ": " + kinds + ".";
  }
}
