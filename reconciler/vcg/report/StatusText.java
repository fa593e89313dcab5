package vcg.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import vcg.model.Actual;
import vcg.model.GuestId;
import vcg.model.Location;
import vcg.model.Plan;

/** The state of all guests and partitions for people: a line for each, then a summary. */
public final class StatusText {
  private static final List<String> GUESTS =
      List.of("GUEST", "KIND", "STATE", "SYNC", "PID", "NOTE");
  private static final List<String> PARTITIONS = List.of("PARTITION", "SYNC", "DOCUMENT", "NOTE");

  private StatusText() {}

  /** The tables, with a newline at the end, where nothing is known of what processes printed. */
  public static String of(Plan plan, Actual actual) {
    return of(plan, actual, Map.of());
  }

  /**
   * The tables, with a newline at the end.
   *
   * @param said the last lines that the processes of guests printed that ended by themselves
   */
  public static String of(Plan plan, Actual actual, Map<GuestId, List<String>> said) {
    List<Status> guests = Status.of(plan, actual, said);
    List<PartitionStatus> partitions = PartitionStatus.of(plan, actual);
    StringBuilder out = new StringBuilder();
    if (!guests.isEmpty()) {
      table(out, GUESTS, guests.stream().map(StatusText::row).toList());
      guests.forEach(status -> lastWords(out, status));
    }
    if (!partitions.isEmpty()) {
      out.append(out.isEmpty() ? "" : "\n");
      table(out, PARTITIONS, partitions.stream().map(p -> row(plan, p)).toList());
    }
    out.append(summary("guest", guests, Status::sync));
    if (!partitions.isEmpty()) {
      out.append(' ').append(summary("partition", partitions, PartitionStatus::sync));
    }
    return out.append('\n').toString();
  }

  private static void lastWords(StringBuilder out, Status status) {
    if (!status.said().isEmpty()) {
      String name = Printable.line(status.planned().id().name());
      out.append('\n').append("the last that the process of ").append(name).append(" printed:\n");
      status.said().forEach(l -> out.append("  ").append(Printable.line(l)).append('\n'));
    }
  }

  private static void table(StringBuilder out, List<String> head, List<List<String>> body) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(head);
    rows.addAll(body);
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

  private static List<String> row(Plan plan, PartitionStatus status) {
    String document =
        status
            .document()
            .map(l -> Places.shown(plan, new Location(l.file(), l.line(), 0)))
            .orElse("-");
    return List.of(
        Printable.line(status.path()),
        status.sync(),
        Printable.line(document),
        Printable.line(Places.shown(plan, status.note())));
  }

  private static <T> String summary(String noun, Collection<T> all, Function<T, String> sync) {
    Map<String, Long> counts =
        all.stream().collect(Collectors.groupingBy(sync, TreeMap::new, Collectors.counting()));
    String kinds =
        counts.entrySet().stream()
            .map(e -> e.getValue() + " " + e.getKey())
            .collect(Collectors.joining(", "));
    String number = Amount.count(all.size(), noun);
    return kinds.isEmpty() ? number + "." : number + ": " + kinds + ".";
  }
}
