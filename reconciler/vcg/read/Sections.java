package vcg.read;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import vcg.model.Location;
import vcg.model.Problem;

/**
 * The parts of a document: each child of the root, and each device. In a part that the schema
 * refused, rules find only consequences of that; they are left out.
 */
final class Sections {
  private final List<Location> starts = new ArrayList<>();
  private final Set<Integer> refused = new HashSet<>();
  private final Set<Location> places = new HashSet<>();

  private Sections() {}

  static Sections none() {
    return new Sections();
  }

  static Sections of(Node root, SourceText source, List<Problem> problems) {
    Sections sections = new Sections();
    root.children().stream()
        .flatMap(c -> Stream.concat(Stream.of(c), devices(c)))
        .map(n -> source.at(n.offset()))
        .sorted(Comparator.naturalOrder())
        .forEach(sections.starts::add);
    problems.forEach(p -> {
      sections.refused.add(sections.index(p));
      sections.places.add(p.at());
    });
    return sections;
  }

  /** Whether nothing else is wrong with the part that a problem is about. */
  boolean isSound(Problem problem) {
    return !places.contains(problem.at())
        && (index(problem) < 0 || !refused.contains(index(problem)));
  }

  private int index(Problem problem) {
    int found = Collections.binarySearch(starts, problem.at());
    return found >= 0 ? found : -found - 2;
  }

  private static Stream<Node> devices(Node child) {
    return child.name().equals("devices") ? child.children().stream() : Stream.empty();
  }
}
