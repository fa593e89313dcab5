package vcg.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vcg.read.xml.Metadata;

/** Every value that a document can hold, by its path; the schema says which there are. */
final class Leaves {
  static final String POLICY = "vcg:policy";
  private static final String LXC = "lxc:";
  private static final int MOST_NAMED = 3;

  private Leaves() {}

  /**
   * One element on the way to a value.
   *
   * @param namespace of the element; empty: none, as almost everywhere
   * @param name its local name
   * @param tag what is written when it is inserted
   * @param declares a name space that the tag declares then; may be empty
   * @param isRequired whether the document is invalid without it
   * @param repeats whether there can be several
   */
  record Level(
      String namespace,
      String name,
      String tag,
      String declares,
      boolean isRequired,
      boolean repeats) {
    boolean is(Node node) {
      return node.name().equals(name) && node.namespace().equals(namespace);
    }
  }

  /**
   * A value as the schema declares it.
   *
   * @param levels the elements from below the root
   * @param isAsWritten whether every blank of it counts
   * @param isScalar false: an element without any text, which can only be removed
   */
  record Leaf(List<Level> levels, boolean isAsWritten, boolean isScalar) {}

  /** What the schema says of a path. */
  static Leaf of(LeafPath path) throws EditRefused {
    Grammar.Type type = Grammar.shared().root("domain");
    List<Level> levels = new ArrayList<>();
    for (int i = 0; i < path.steps().size(); i++) {
      if (type.isFree()) {
        return policy(path, levels);
      }
      String name = path.steps().get(i).name();
      Grammar.Particle child = named(type.children(), name, name, type, path);
      String space = child.namespace();
      levels.add(
          new Level(
              space,
              name,
              space.isEmpty() ? name : LXC + name,
              space,
              type.isSet() && child.isRequired(),
              type.repeats(name)));
      type = child.type();
    }
    if (path.attribute().isPresent()) {
      String name = path.attribute().get();
      Grammar.Particle attribute = named(type.attributes(), name, "@" + name, type, path);
      return new Leaf(levels, attribute.type().value().isAsWritten(), true);
    }
    if (type.isValue()) {
      return new Leaf(levels, type.value().isAsWritten(), true);
    }
    if (type.isFree() || !type.children().isEmpty()) {
      throw new EditRefused(
          path + " is no single value, it holds others: " + String.join(", ", below(path)));
    }
    return new Leaf(levels, false, false);
  }

  private static Grammar.Particle named(
      List<Grammar.Particle> declared,
      String name,
      String refused,
      Grammar.Type type,
      LeafPath path)
      throws EditRefused {
    Optional<Grammar.Particle> found =
        declared.stream().filter(p -> p.name().equals(name)).findFirst();
    if (found.isEmpty() && type.refused().contains(refused)) {
      throw new EditRefused(path + ": " + Printed.name(refused) + " is not supported by vcg");
    }
    return found.orElseThrow(() -> unknown(path));
  }

  /**
   * In metadata, where the schema lets everything pass, vcg's own policy is all there is to set.
   */
  private static Leaf policy(LeafPath path, List<Level> metadata) throws EditRefused {
    boolean known =
        path.steps().size() == metadata.size() + 1
            && path.steps().getLast().name().equals(POLICY)
            && path.attribute().filter(PolicyBinder.names()::contains).isPresent();
    if (!known) {
      throw unknown(path);
    }
    List<Level> levels = new ArrayList<>(metadata);
    levels.add(new Level(Metadata.POLICY, "policy", POLICY, Metadata.POLICY, false, false));
    return new Leaf(levels, false, true);
  }

  private static EditRefused unknown(LeafPath path) {
    String asked = path.plain();
    List<String> all = all();
    Optional<String> near = Spelling.nearest(asked, all);
    List<String> meant =
        near.isPresent()
            ? List.of(near.get())
            : all.stream().filter(known -> last(known).equals(last(asked))).toList();
    String hint =
        meant.isEmpty() || meant.size() > MOST_NAMED
            ? ""
            : "; did you mean " + String.join(" or ", meant) + "?";
    return new EditRefused("no such setting: " + Printed.name(path.toString()) + hint);
  }

  private static String last(String path) {
    return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('@')) + 1);
  }

  private static List<String> below(LeafPath path) {
    String start = path.plain();
    return all().stream()
        .filter(known -> known.startsWith(start + "/") || known.startsWith(start + "@"))
        .toList();
  }

  /** Every path that {@link #of} takes, without indexes; elements within themselves only once. */
  static List<String> all() {
    List<String> paths = new ArrayList<>();
    collect(Grammar.shared().root("domain"), "", paths);
    return paths;
  }

  private static void collect(Grammar.Type type, String path, List<String> paths) {
    if (type.isFree()) {
      PolicyBinder.names().forEach(name -> paths.add(path + "/" + POLICY + "@" + name));
      return;
    }
    if (type.isValue()) {
      paths.add(path);
    }
    type.attributes().forEach(a -> paths.add(path + "@" + a.name()));
    for (Grammar.Particle child : type.children()) {
      if (!("/" + path).endsWith("/" + child.name())) {
        collect(child.type(), path.isEmpty() ? child.name() : path + "/" + child.name(), paths);
      }
    }
  }
}
