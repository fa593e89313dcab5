package vcg.cli;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import vcg.report.Printable;

/**
 * Bytes that a guest printed, as a terminal can show them, piece by piece: what they would do to
 * the terminal is shown instead of done. A character that is not complete waits for its rest.
 */
final class LogText {
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);
  private byte[] rest = new byte[0];
  private boolean carriage;

  /** The next piece; a carriage return before a line end means nothing and is left out. */
  String of(byte[] bytes) {
    ByteBuffer in = ByteBuffer.allocate(rest.length + bytes.length).put(rest).put(bytes).flip();
    CharBuffer out = CharBuffer.allocate(in.remaining() + 1);
    decoder.decode(in, out, false);
    rest = new byte[in.remaining()];
    in.get(rest);
    String text = (carriage ? "\r" : "") + out.flip();
    carriage = text.endsWith("\r");
    String whole = carriage ? text.substring(0, text.length() - 1) : text;
    return Printable.lines(whole.replaceAll("\r+\n", "\n"));
  }
}
