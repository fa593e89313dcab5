package vcg.read;

import java.util.ArrayList;
import java.util.List;
import vcg.model.Location;
import vcg.model.Problem;
import vcg.read.xml.Placed;

/** What is found while a document is turned into values, and where its elements stand. */
final class Findings {
  private final SourceText source;
  private final List<Problem> problems = new ArrayList<>();

  Findings(SourceText source) {
    this.source = source;
  }

  List<Problem> problems() {
    return problems;
  }

  Location at(Placed element) {
    return source.at(element.tagStart);
  }

  /** The place of an attribute, or of the element that lacks it. */
  Location at(Placed element, String attribute) {
    return source.at(source.attribute(element.tagStart, attribute));
  }

  /** An error about a whole element; the marker is under its start tag. */
  void error(String code, Placed element, String message, String... notes) {
    tag(Problem.Severity.ERROR, code, element, message, notes);
  }

  /** A warning about a whole element; the marker is under its start tag. */
  void warning(String code, Placed element, String message, String... notes) {
    tag(Problem.Severity.WARNING, code, element, message, notes);
  }

  /** An error about an attribute, or about its absence. */
  void attributeError(
      String code, Placed element, String attribute, String message, String... notes) {
    int at = source.attribute(element.tagStart, attribute);
    int length = at == element.tagStart ? source.tagLength(at) : source.attributeLength(at);
    add(Problem.Severity.ERROR, code, at, length, message, notes);
  }

  /** An error about the text of an element. */
  void textError(String code, Placed element, String message, String... notes) {
    int at = source.content(element.tagStart);
    int length = at == element.tagStart ? source.tagLength(at) : source.contentLength(at);
    add(Problem.Severity.ERROR, code, at, length, message, notes);
  }

  /** An attribute that nobody knows, with what is known. */
  void unknownAttribute(Placed element, String attribute, String tag, List<String> known) {
    int at = source.attribute(element.tagStart, attribute);
    problems.add(
        source.problem(
            Problem.Severity.ERROR,
            Codes.UNKNOWN_ATTRIBUTE,
            at,
            at == element.tagStart ? source.tagLength(at) : attribute.length(),
            "unknown attribute " + Printed.name(attribute) + " in <" + tag + ">",
            Spelling.hint(attribute, known, ""),
            List.of("allowed: " + String.join(", ", known))));
  }

  private void tag(
      Problem.Severity severity, String code, Placed element, String message, String... notes) {
    add(severity, code, element.tagStart, source.tagLength(element.tagStart), message, notes);
  }

  private void add(
      Problem.Severity severity,
      String code,
      int offset,
      int length,
      String message,
      String... notes) {
    problems.add(source.problem(severity, code, offset, length, message, "", List.of(notes)));
  }
}
