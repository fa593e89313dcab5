package vcg.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/**
 * One text at a time for the C library, ended by a zero byte. Copied at once: to set each byte by
 * itself takes ten times longer.
 */
final class NativeText {
  private final Arena arena;
  private MemorySegment segment;
  private String leafOf = "";
  private int leafEnd;

  NativeText(Arena arena) {
    this.arena = arena;
    this.segment = arena.allocate(1024);
  }

  MemorySegment segment() {
    return segment;
  }

  /** Sets the text; returns its length in bytes without the zero. */
  int set(String text) {
    leafOf = "";
    return end(put(text, 0));
  }

  /** Sets {@code path} from a character on, then a slash, then {@code file}; each may be empty. */
  void set(String path, int from, String file) {
    if (leafOf.isEmpty() || !path.equals(leafOf)) { // many files of a directory in a row
      leafEnd = put(path.substring(from), 0);
      leafOf = path;
    }
    int at = leafEnd;
    if (at > 0 && !file.isEmpty()) {
      segment.set(ValueLayout.JAVA_BYTE, at++, (byte) '/');
    }
    end(put(file, at));
  }

  private int end(int at) {
    segment.set(ValueLayout.JAVA_BYTE, at, (byte) 0);
    return at;
  }

  /** Puts a text where {@code at} is; returns where it ends, with room for two bytes more. */
  private int put(String text, int at) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int end = at + bytes.length;
    if (segment.byteSize() < end + 2L) {
      MemorySegment before = segment;
      segment = arena.allocate(2L * end + 2);
      MemorySegment.copy(before, 0, segment, 0, at);
    }
    MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, at, bytes.length);
    return end;
  }
}
