package vcg.read;

import java.util.Deque;
import java.util.List;
import org.xml.sax.SAXParseException;
import vcg.model.Problem;

/** Says in our words why a document could not be read to its end. */
final class SyntaxErrors {
  private static final int MAX_TEXT = 200;

  private SyntaxErrors() {}

  static Problem refused(SourceText source, Front.Refused refusal) {
    boolean size = refusal.code.equals(Codes.LIMIT);
    String message = message(refusal) + (size ? ", more than vcg accepts" : "");
    return error(source, refusal.code, refusal.offset, message, List.of());
  }

  static Problem explain(
      SourceText source, String root, Deque<String> open, SAXParseException error) {
    String text = source.text();
    int offset = start(text, source.offset(error.getLineNumber(), error.getColumnNumber()));
    String reason = message(error);
    int doctype = text.indexOf("<!DOCTYPE");
    if (doctype >= 0 && doctype <= offset && root.isEmpty()) {
      return error(
          source,
          Codes.DOCTYPE,
          doctype,
          "document type declarations are refused",
          List.of("they can read other files and take any time; leave the line out"));
    }
    if (reason.startsWith("JAXP")) {
      return error(source, Codes.LIMIT, offset, "this is larger than vcg accepts", List.of());
    }
    if (!open.isEmpty() && text.indexOf('>', offset) < 0) {
      return error(
          source, Codes.NOT_WELL_FORMED, offset, "the file ends in the middle", open(open));
    }
    if (open.isEmpty() && !root.isEmpty()) {
      String message = "there is more behind </" + root + ">; a file holds one document";
      return error(source, Codes.NOT_WELL_FORMED, offset, message, List.of());
    }
    return error(
        source, Codes.NOT_WELL_FORMED, offset, "not well-formed XML: " + ours(reason), List.of());
  }

  /** The parser stands behind the character that it complains of. */
  private static int start(String text, int offset) {
    if (offset > 1 && text.startsWith("</", offset - 2)) {
      return offset - 2;
    }
    boolean behind = offset > 0 && "<&".indexOf(text.charAt(offset - 1)) >= 0;
    return behind ? offset - 1 : offset;
  }

  private static List<String> open(Deque<String> open) {
    return List.of("in <" + Printed.name(open.element()) + ">");
  }

  private static Problem error(
      SourceText source, String code, int offset, String message, List<String> notes) {
    int at = Math.min(offset, source.text().length());
    boolean tag = at < source.text().length() && source.text().charAt(at) == '<';
    return source.problem(
        Problem.Severity.ERROR, code, at, tag ? source.tagLength(at) : 1, message, "", notes);
  }

  private static String message(Exception e) {
    String message = e.getMessage();
    return message == null ? "" : message;
  }

  /** A sentence of the parser without its capital and its full stop, cut to a readable length. */
  private static String ours(String reason) {
    String line = Printed.shortened(reason, MAX_TEXT);
    String start = line.isEmpty() ? "" : line.substring(0, 1).toLowerCase(java.util.Locale.ROOT);
    return start + line.substring(start.length()).replaceFirst("\\.$", "");
  }
}
