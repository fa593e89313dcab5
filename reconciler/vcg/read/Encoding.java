package vcg.read;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import vcg.model.Location;
import vcg.model.Problem;

/** Domain files are UTF-8 and nothing else, so that every tool sees the same text. */
final class Encoding {
  private static final char REPLACEMENT = '\ufffd';
  private static final char MARK = '\ufeff';

  private Encoding() {}

  /** The text of a file that was not refused, without a byte order mark. */
  static String text(byte[] content) {
    String text = new String(content, StandardCharsets.UTF_8);
    return !text.isEmpty() && text.charAt(0) == MARK ? text.substring(1) : text;
  }

  /** Why a file is no UTF-8 text; empty: it is. */
  static Optional<Problem> refusal(String file, byte[] content) {
    if (content.length == 0) {
      return Optional.of(Problem.error(Codes.EMPTY, Location.ofFile(file), "the file is empty"));
    }
    String text = text(content);
    if (text.isBlank()) {
      return Optional.of(Problem.error(Codes.EMPTY, Location.ofFile(file), "the file is empty"));
    }
    SourceText source = new SourceText(file, text);
    int zero = text.indexOf('\0');
    if (zero >= 0) {
      return Optional.of(error(source, zero, "the file is not UTF-8 text: it has a zero byte"));
    }
    if (text.indexOf(REPLACEMENT) >= 0) {
      int malformed = firstMalformed(content);
      if (malformed >= 0) {
        int at = new String(content, 0, malformed, StandardCharsets.UTF_8).length();
        return Optional.of(error(source, Math.min(at, text.length()), "the file is not UTF-8"));
      }
    }
    return declaration(source);
  }

  /** The index of the first byte that is not UTF-8; -1 when all are. */
  private static int firstMalformed(byte[] content) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(content);
    CoderResult result = decoder.decode(in, CharBuffer.allocate(content.length + 1), true);
    return result.isError() ? in.position() : -1;
  }

  /** {@code <?xml version="1.0" encoding="UTF-8"?>}, where it is there, must say just that. */
  private static Optional<Problem> declaration(SourceText source) {
    String text = source.text();
    int end = text.indexOf("?>");
    if (!text.startsWith("<?xml ") || end < 0) {
      return Optional.empty();
    }
    String declaration = text.substring(0, end);
    String encoding = quoted(declaration, "encoding");
    if (!encoding.isEmpty()
        && !encoding.equalsIgnoreCase("UTF-8")
        && !encoding.equalsIgnoreCase("US-ASCII")) {
      String message = "encoding is " + Printed.value(encoding) + ", must be UTF-8";
      return Optional.of(error(source, declaration.indexOf("encoding"), message));
    }
    String version = quoted(declaration, "version");
    return version.isEmpty() || version.equals("1.0")
        ? Optional.empty()
        : Optional.of(
            error(
                source,
                declaration.indexOf("version"),
                "XML version is " + Printed.value(version) + ", must be 1.0"));
  }

  private static String quoted(String declaration, String name) {
    int at = declaration.indexOf(name);
    for (int open = Math.max(at, 0); at >= 0 && open < declaration.length(); open++) {
      char c = declaration.charAt(open);
      if (c == '"' || c == '\'') {
        int close = declaration.indexOf(c, open + 1);
        return close < 0 ? "" : declaration.substring(open + 1, close);
      }
    }
    return "";
  }

  private static Problem error(SourceText source, int offset, String message) {
    return source.problem(
        Problem.Severity.ERROR, Codes.ENCODING, offset, 1, message, "", List.of());
  }
}
