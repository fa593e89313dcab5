package vcg.read;

import java.util.List;
import org.xml.sax.SAXParseException;
import vcg.model.Problem;
import vcg.read.xml.Metadata;

/** Turns what the validator refused into problems; none is ever lost. */
final class SchemaErrors {
  private SchemaErrors() {}

  static List<Problem> explain(SourceText source, Node tree, List<SAXParseException> refused) {
    List<Problem> ours = new Explainer(source).explain(tree);
    return ours.isEmpty() ? List.of(asGiven(source, refused.getFirst())) : ours;
  }

  /** An element in vcg's own name space that is not its policy. */
  static Problem stray(SourceText source, int tag) {
    return source.problem(
        Problem.Severity.ERROR,
        Codes.UNKNOWN_ELEMENT,
        tag,
        source.tagLength(tag),
        "unknown element in vcg's own name space",
        "",
        List.of("allowed: policy, directly in <metadata>, in the name space " + Metadata.POLICY));
  }

  /**
   * What we have no words for, such as {@code xsi:type}; the validator's are not always English.
   */
  private static Problem asGiven(SourceText source, SAXParseException error) {
    int behind = source.offset(error.getLineNumber(), error.getColumnNumber());
    int tag = Math.max(0, source.text().lastIndexOf('<', Math.max(0, behind - 1)));
    String reason = String.valueOf(error.getMessage());
    int colon = reason.indexOf(':');
    return source.problem(
        Problem.Severity.ERROR,
        Codes.INVALID,
        tag,
        source.tagLength(tag),
        "the schema does not allow this",
        "",
        List.of("rule of XML Schema: " + reason.substring(0, Math.max(0, colon))));
  }
}
