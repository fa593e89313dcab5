package vcg.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/** One text at a time for the C library, ended by a zero byte, without making an object. */
final class NativeText {
  private final Arena arena;
  private MemorySegment segment;

  NativeText(Arena arena) {
    this.arena = arena;
    this.segment = arena.allocate(1024);
  }

  MemorySegment segment() {
    return segment;
  }

  /** Sets the text; returns its length in bytes without the zero. */
  long set(String text) {
    reserve(text.length() + 1L);
    return end(put(text, 0, 0), text);
  }

  /** Sets {@code path} from a character on, then a slash, then {@code file}; each may be empty. */
  void set(String path, int from, String file) {
    reserve(path.length() - from + file.length() + 2L);
    long at = put(path, from, 0);
    if (at > 0 && !file.isEmpty()) {
      segment.set(ValueLayout.JAVA_BYTE, at++, (byte) '/');
    }
    at = at < 0 ? at : put(file, 0, at);
    if (at < 0) {
      String leaf = path.substring(from);
      set(leaf.isEmpty() || file.isEmpty() ? leaf + file : leaf + "/" + file);
    } else {
      segment.set(ValueLayout.JAVA_BYTE, at, (byte) 0);
    }
  }

  private long end(long at, String text) {
    if (at >= 0) {
      segment.set(ValueLayout.JAVA_BYTE, at, (byte) 0);
      return at;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    reserve(bytes.length + 1L);
    MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, 0, bytes.length);
    segment.set(ValueLayout.JAVA_BYTE, bytes.length, (byte) 0);
    return bytes.length;
  }

  /** Puts ASCII text; returns where it ends, or -1 for other text. */
  private long put(String text, int from, long to) {
    long at = to;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        return -1;
      }
      segment.set(ValueLayout.JAVA_BYTE, at++, (byte) c);
    }
    return at;
  }

  private void reserve(long bytes) {
    if (segment.byteSize() < bytes) {
      segment = arena.allocate(2 * bytes);
    }
  }
}
