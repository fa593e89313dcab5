package vcg.read;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import vcg.read.Leaves.Leaf;
import vcg.read.Leaves.Level;

/**
 * Changes one value of a document and leaves every other byte as it is. Whether the value is right
 * is not its business: what comes out is to be read again.
 */
public final class DomainEditor {
  private static final String MARK = "\ufeff";

  private final SourceText source;
  private final Node root;
  private final Splice splice;
  private final LeafPath path;
  private final Leaf leaf;

  private DomainEditor(SourceText source, LeafPath path, Leaf leaf) {
    this.source = source;
    this.root = Node.parse(source);
    this.splice = new Splice(source, root, isAscii(source.text()));
    this.path = path;
    this.leaf = leaf;
  }

  /**
   * The document with another value.
   *
   * @param shown the name of the file in messages
   * @param content well-formed, in UTF-8
   * @param path such as {@code cputune/shares}, {@code vcpu@cpuset}, {@code
   *     devices/disk[2]/source@file} or {@code metadata/vcg:policy@run}; what is missing on the way
   *     is inserted
   * @param value empty: the element or attribute is taken out
   * @return the same bytes where the document says so already
   * @throws EditRefused there is no such value, or several
   */
  public static byte[] set(String shown, byte[] content, String path, String value)
      throws EditRefused {
    LeafPath parsed = LeafPath.parse(path);
    Leaf leaf = Leaves.of(parsed);
    XmlText.check(path, value);
    String text = Encoding.text(content);
    SourceText source = new SourceText(shown, text);
    boolean isAsWritten = leaf.isAsWritten() || value.isBlank();
    String after = new DomainEditor(source, parsed, leaf).set(isAsWritten ? value : value.strip());
    if (after.equals(text)) {
      return content;
    }
    boolean marked = new String(content, StandardCharsets.UTF_8).startsWith(MARK);
    return ((marked ? MARK : "") + after).getBytes(StandardCharsets.UTF_8);
  }

  private String set(String value) throws EditRefused {
    List<Node> found = new ArrayList<>(List.of(root));
    List<Level> levels = leaf.levels();
    while (found.size() <= levels.size()) {
      List<Node> same =
          found.getLast().children().stream().filter(levels.get(found.size() - 1)::is).toList();
      int index = index(found.size() - 1, same);
      if (index > same.size()) {
        return value.isEmpty() ? source.text() : insert(found, value);
      }
      found.add(same.get(index - 1));
    }
    if (value.isEmpty()) {
      return path.attribute().isPresent() ? removeAttribute(found) : removeElement(found);
    }
    if (!leaf.isScalar()) {
      throw new EditRefused(path + " holds no text; " + path + "= takes it out");
    }
    return path.attribute().isPresent()
        ? splice.attribute(found.getLast(), path.attribute().get(), value, leaf.isAsWritten())
        : splice.text(found.getLast(), value, leaf.isAsWritten());
  }

  /**
   * Which of the elements is meant, from 1; one more than there are: a new one.
   *
   * @param step the number of the step that leads to them
   */
  private int index(int step, List<Node> same) throws EditRefused {
    LeafPath.Step asked = path.steps().get(step);
    if (asked.index().isEmpty()) {
      if (same.size() > 1) {
        throw new EditRefused(ambiguous(step, same));
      }
      return 1;
    }
    int index = asked.index().getAsInt();
    boolean canBeMore = leaf.levels().get(step).repeats() || same.isEmpty();
    if (index > same.size() + (canBeMore ? 1 : 0)) {
      String there = same.size() > 1 ? "there are " + same.size() : "there is one";
      throw new EditRefused(
          path
              + ": no "
              + path.upTo(step + 1)
              + " in "
              + source.file()
              + ", "
              + (same.isEmpty() ? "there is none" : there));
    }
    return index;
  }

  private String ambiguous(int step, List<Node> same) {
    String name = path.upTo(step + 1);
    String choices =
        IntStream.range(0, same.size())
            .mapToObj(i -> name + "[" + (i + 1) + "] in line " + line(same.get(i)))
            .collect(Collectors.joining(", "));
    return path + " can be any of " + same.size() + ": " + choices;
  }

  private int line(Node node) {
    return source.at(node.offset()).line();
  }

  private String insert(List<Node> found, String value) throws EditRefused {
    if (!leaf.isScalar()) {
      throw new EditRefused(path + " holds no text and cannot be given a value");
    }
    List<Level> missing = leaf.levels().subList(found.size() - 1, leaf.levels().size());
    return splice.insert(found.getLast(), missing, path.attribute(), value);
  }

  private String removeAttribute(List<Node> found) {
    Node element = found.getLast();
    String name = path.attribute().orElseThrow();
    if (element.attribute(name).isEmpty()) {
      return source.text();
    }
    boolean isPolicy = !leaf.levels().isEmpty() && !leaf.levels().getLast().declares().isEmpty();
    return isPolicy && element.attributes().size() == 1 && splice.isEmpty(element)
        ? removeElement(found)
        : splice.withoutAttribute(element, name);
  }

  /** Takes an element out, and with it those around it that are left without anything in them. */
  private String removeElement(List<Node> found) {
    int last = found.size() - 1;
    while (last > 1
        && !leaf.levels().get(last - 2).isRequired()
        && found.get(last - 1).attributes().isEmpty()
        && splice.isAlone(found.get(last), found.get(last - 1))) {
      last--;
    }
    return splice.withoutElement(found.get(last));
  }

  /** Whether a document says that it is in ASCII; then other characters are written as numbers. */
  private static boolean isAscii(String text) {
    int end = text.indexOf("?>");
    return text.startsWith("<?xml ")
        && end > 0
        && text.substring(0, end).matches("(?s).*encoding\\s*=\\s*[\"'](?i:us-ascii)[\"'].*");
  }
}
