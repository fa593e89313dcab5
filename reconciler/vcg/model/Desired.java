package vcg.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a set of domain files asks for.
 *
 * @param source the directory or files, as the user named them
 * @param present false: there is no such directory
 * @param readings one for each file, in order of file names
 * @param notices about the directory itself, such as an entry that is not a file
 */
public record Desired(
    String source, boolean present, List<Reading> readings, List<Problem> notices) {
  public Desired {
    readings = readings.stream().sorted(Comparator.comparing(Reading::file)).toList();
    notices = notices.stream().sorted().toList();
  }

  /** The guests of all valid files, in order of their identity. */
  public List<Guest> guests() {
    List<Guest> guests = new ArrayList<>();
    readings.forEach(r -> r.guest().ifPresent(guests::add));
    guests.sort(Comparator.comparing(Guest::id));
    return guests;
  }

  /** The partitions that valid documents declare, in order of their paths. */
  public List<Partition> partitions() {
    return readings.stream()
        .flatMap(r -> r.partition().stream())
        .sorted(Comparator.comparing(Partition::path))
        .toList();
  }

  /** All problems of all files and of the directory, in order of place. */
  public List<Problem> problems() {
    return java.util.stream.Stream.concat(
            notices.stream(), readings.stream().flatMap(r -> r.problems().stream()))
        .sorted()
        .toList();
  }
}
