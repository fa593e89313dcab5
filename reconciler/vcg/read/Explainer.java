package vcg.read;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import vcg.model.Problem;

/**
 * Says what is wrong with a document that the validator refused: everything at once, in our words
 * and at the exact place, which the validator's messages are not.
 */
final class Explainer {
  private final SourceText source;
  private final List<Problem> problems = new ArrayList<>();

  Explainer(SourceText source) {
    this.source = source;
  }

  List<Problem> explain(Node root) {
    element(root, Grammar.shared().root(root.name()));
    return problems;
  }

  private void element(Node node, Grammar.Type type) {
    if (type.isFree()) {
      return;
    }
    attributes(node, type);
    if (!type.isMixed()) { // there the schema takes any text
      text(node, type);
    }
    children(node, type);
  }

  private void text(Node node, Grammar.Type type) {
    if (type.isValue()) {
      value(node, type.value());
    } else {
      strayText(node);
    }
  }

  private void attributes(Node node, Grammar.Type type) {
    List<Grammar.Particle> known = type.attributes();
    for (Node.Attribute attribute : node.attributes()) {
      boolean ofSchema = attribute.namespace().equals(XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI);
      Optional<Grammar.Particle> declared =
          known.stream().filter(k -> k.name().equals(attribute.name())).findFirst();
      if (declared.isPresent()) {
        value(node, attribute, declared.get().type().value());
      } else if (!ofSchema) {
        unknownAttribute(node, attribute.name(), type);
      }
    }
    known.stream()
        .filter(k -> k.isRequired() && node.attribute(k.name()).isEmpty())
        .forEach(k ->
            tag(
                Codes.MISSING_ATTRIBUTE,
                node,
                "<" + node.name() + "> needs the attribute " + k.name(),
                "",
                k.name() + " is " + k.type().value().expected()));
  }

  private void unknownAttribute(Node node, String name, Grammar.Type type) {
    List<String> known = type.attributes().stream().map(Grammar.Particle::name).toList();
    int at = source.attribute(node.offset(), name);
    String where = Printed.name(name) + " in <" + node.name() + ">";
    if (type.refused().contains("@" + name)) {
      String message = "attribute " + where + " is not supported by vcg";
      add(Codes.NOT_SUPPORTED, at, name.length(), message, "", notes(type.why("@" + name)));
    } else {
      String message = "unknown attribute " + where;
      String hint = Spelling.hint(name, known, "");
      add(Codes.UNKNOWN_ATTRIBUTE, at, name.length(), message, hint, allowed(known));
    }
  }

  private void children(Node node, Grammar.Type type) {
    List<Grammar.Particle> known = type.children();
    Map<String, Node> seen = new HashMap<>();
    for (Node child : node.children()) {
      if (problems.size() > DomainReader.MAX_PROBLEMS) {
        return;
      }
      Optional<Grammar.Particle> declared =
          known.stream().filter(k -> k.declares(child)).findFirst();
      Node first = declared.isEmpty() ? null : seen.putIfAbsent(child.name(), child);
      if (declared.isEmpty()) {
        unknownElement(node, child, type);
      } else if (first != null && !type.repeats(child.name())) {
        String message = "<" + child.name() + "> occurs twice in <" + node.name() + ">";
        String note = "the first one is at " + source.at(first.offset());
        tag(Codes.TWICE, child, message, "", note);
      } else {
        element(child, declared.get().type());
      }
    }
    missing(node, type, seen.keySet());
  }

  private void missing(Node node, Grammar.Type type, Collection<String> seen) {
    type.children().stream()
        .filter(k -> type.isSet() && k.isRequired() && !seen.contains(k.name()))
        .forEach(k ->
            tag(Codes.MISSING_ELEMENT, node, "<" + node.name() + "> needs <" + k.name() + ">", ""));
    if (type.needsChild() && node.children().isEmpty()) {
      tag(Codes.MISSING_ELEMENT, node, "<" + node.name() + "> is empty", "");
    }
  }

  private void unknownElement(Node parent, Node child, Grammar.Type type) {
    List<String> known = type.children().stream().map(Grammar.Particle::name).toList();
    String name = Printed.name(child.name());
    Optional<String> space =
        type.children().stream()
            .filter(k -> k.name().equals(child.name()) && !k.namespace().isEmpty())
            .map(Grammar.Particle::namespace)
            .findFirst();
    if (space.isPresent()) {
      String message = "<" + name + "> must be in libvirt's name space for containers";
      tag(Codes.NOT_SUPPORTED, child, message, "", "xmlns:lxc=\"" + space.get() + "\"");
    } else if (!child.namespace().isEmpty()) {
      String message = "<" + name + "> of another name space is not supported by vcg here";
      String note = "name space: " + Printed.name(child.namespace());
      tag(Codes.NOT_SUPPORTED, child, message, "", note);
    } else if (type.refused().contains(child.name())) {
      String message = "<" + name + "> is not supported by vcg";
      tag(Codes.NOT_SUPPORTED, child, message, "", notes(type.why(name)));
    } else if (type.ofGuests().contains(child.name())) {
      String message = "<" + name + "> has no meaning for a partition";
      tag(Codes.WRONG_DRIVER, child, message, ofAll(child.name(), known));
    } else if (known.isEmpty()) {
      String message = "<" + name + "> is not allowed: <" + parent.name() + "> has no elements";
      tag(Codes.UNKNOWN_ELEMENT, child, message, "");
    } else {
      String message = "unknown element <" + name + "> in <" + parent.name() + ">";
      tag(
          Codes.UNKNOWN_ELEMENT,
          child,
          message,
          Spelling.hint(child.name(), known, "<"),
          allowed(known));
    }
  }

  /** What is to be said where all guests together are meant, as {@code global_quota}. */
  private static String ofAll(String name, List<String> known) {
    return known.contains("global_" + name) ? "did you mean <global_" + name + ">?" : "";
  }

  private void value(Node node, Node.Attribute attribute, Grammar.Value value) {
    if (!value.accepts(attribute.value())) {
      int at = source.attribute(node.offset(), attribute.name());
      wrong(at, source.attributeLength(at), attribute.name(), attribute.value(), value);
    }
  }

  private void value(Node node, Grammar.Value value) {
    String text = node.text().toString();
    if (!value.accepts(text)) {
      int at = source.content(node.offset());
      boolean none = at == node.offset();
      int length = none ? source.tagLength(at) : source.contentLength(at);
      wrong(at, length, node.name(), text, value);
    }
  }

  private static String[] notes(List<String> notes) {
    return notes.toArray(String[]::new);
  }

  private void wrong(int at, int length, String name, String text, Grammar.Value value) {
    String word = text.strip();
    if (value.refused().contains(word)) {
      String message = name + " " + Printed.value(word) + " is not supported by vcg";
      List<String> notes = new ArrayList<>(value.why(word));
      notes.add("supported: " + value.expected());
      add(Codes.NOT_SUPPORTED, at, length, message, "", notes(notes));
      return;
    }
    boolean number = Grammar.Value.number(word).isPresent();
    String found = word.isEmpty() ? "empty" : number ? Printed.name(word) : Printed.value(word);
    String kind = value.isNumber() && !number ? "a whole number, " : "";
    add(
        Codes.WRONG_VALUE,
        at,
        length,
        name + " is " + found + ", must be " + kind + value.expected(),
        Spelling.hint(word, value.words(), ""));
  }

  private void strayText(Node node) {
    if (!node.text().toString().isBlank()) {
      String text = Printed.value(node.text().toString().strip());
      tag(Codes.STRAY_TEXT, node, "text " + text + " is not allowed in <" + node.name() + ">", "");
    }
  }

  private static String allowed(List<String> names) {
    return names.isEmpty() ? "nothing is allowed here" : "allowed: " + String.join(", ", names);
  }

  private void tag(String code, Node node, String message, String hint, String... notes) {
    add(code, node.offset(), source.tagLength(node.offset()), message, hint, notes);
  }

  private void add(
      String code, int offset, int length, String message, String hint, String... notes) {
    List<String> lines = Stream.of(notes).toList();
    problems.add(
        source.problem(Problem.Severity.ERROR, code, offset, length, message, hint, lines));
  }
}
