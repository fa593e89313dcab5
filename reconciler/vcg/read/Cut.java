package vcg.read;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import vcg.model.Dropped;
import vcg.read.Extents.Extent;
import vcg.read.Splice.Range;

/** A document without what {@link Volatile} names; every other character stays as it is. */
final class Cut {
  /** What libvirt writes on top of its own files, and what would no longer be true. */
  private static final Pattern HEAD =
      Pattern.compile("<!--\\s*WARNING: THIS IS AN AUTO-GENERATED FILE.*?-->\\s*", Pattern.DOTALL);

  private static final Pattern BLANK_END = Pattern.compile("(\\R)\\s+\\z");

  private final SourceText source;
  private final String text;
  private final Node root;
  private final Splice splice;
  private final Extents extents;
  private final BitSet gone = new BitSet();

  /** Where a slash comes in, which closes an element by its start tag. */
  private final BitSet closed = new BitSet();

  private final List<Dropped> dropped = new ArrayList<>();
  private final String blanked;
  private final String result;

  Cut(SourceText source, Node root) {
    this.source = source;
    this.text = source.text();
    this.root = root;
    this.splice = new Splice(source, root, false);
    this.extents = Extents.of(text);
    head();
    look(root, "", "", new ArrayList<>());
    blanked = replaced(true);
    close(root);
    result = BLANK_END.matcher(replaced(false)).replaceFirst("$1");
  }

  /** What was left out, in the order of the source. */
  List<Dropped> dropped() {
    return dropped;
  }

  /** The document in which blanks are in the place of what was left out. */
  String blanked() {
    return blanked;
  }

  /** The document. */
  String result() {
    return result;
  }

  private void head() {
    Matcher head = HEAD.matcher(text);
    if (head.find() && head.end() <= root.offset()) {
      gone.set(head.start(), head.end());
      String reason = "vcg does not write into domain files of its own accord";
      dropped.add(new Dropped(source.at(head.start()), "<!-- WARNING -->", reason));
    }
  }

  /**
   * Notes what goes.
   *
   * @param path of the element below the root, without indexes
   * @param shown the same with indexes where there are several
   * @return whether all of the element goes
   */
  private boolean look(Node element, String path, String shown, List<Node> above) {
    Volatile.Context context = new Volatile.Context(List.copyOf(above));
    if (!above.isEmpty() && drops(path, shown, context, element, element.offset())) {
      cut(splice.range(element));
      return true;
    }
    int left = element.attributes().size();
    for (Node.Attribute attribute : element.attributes()) {
      String name = "@" + attribute.name();
      int at = source.attribute(element.offset(), attribute.name());
      if (drops(path + name, shown + name, context, element, at)) {
        cut(splice.range(element, attribute.name()));
        left--;
      }
    }
    boolean isBare = left == 0 && !element.attributes().isEmpty() && !above.isEmpty();
    above.add(element);
    int kept = element.children().size();
    for (Node child : element.children()) {
      String slash = path.isEmpty() ? "" : "/";
      if (look(child, path + slash + child.name(), shown + slash + label(child, element), above)) {
        kept--;
      }
    }
    above.removeLast();
    boolean goes = isBare && kept == 0 && element.text().toString().isBlank();
    if (goes) {
      cut(splice.range(element));
    }
    return goes;
  }

  private boolean drops(String path, String shown, Volatile.Context context, Node element, int at) {
    Optional<String> reason = Volatile.reason(path, context, element);
    reason.ifPresent(why -> dropped.add(new Dropped(source.at(at), shown, why)));
    return reason.isPresent();
  }

  private static String label(Node child, Node parent) {
    List<Node> same = parent.children(child.name()).toList();
    return same.size() == 1 ? child.name() : child.name() + "[" + (same.indexOf(child) + 1) + "]";
  }

  private void cut(Range range) {
    gone.set(range.from(), range.to());
  }

  /** An element that lost all that was in it is written with one tag. */
  private void close(Node element) {
    Extent extent = extents.of(element);
    if (gone.get(extent.start())) {
      return;
    }
    int lost = gone.nextSetBit(extent.inner());
    if (lost >= 0 && lost < extent.innerEnd() && isEmpty(extent)) {
      gone.set(extent.inner() - 1, extent.end() - 1);
      closed.set(extent.end() - 1);
    } else {
      element.children().forEach(this::close);
    }
  }

  private boolean isEmpty(Extent extent) {
    for (int at = extent.inner(); at < extent.innerEnd(); at++) {
      if (!gone.get(at) && !Character.isWhitespace(text.charAt(at))) {
        return false;
      }
    }
    return true;
  }

  private String replaced(boolean byBlanks) {
    StringBuilder out = new StringBuilder(text.length());
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (!gone.get(at)) {
        out.append(closed.get(at) ? "/" : "").append(c);
      } else if (byBlanks) {
        out.append(c == '\n' || c == '\r' ? c : ' ');
      }
    }
    return out.toString();
  }
}
