package vcg.linux;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.Consumer;

/** Reads {@code struct linux_dirent64}: inode 8, offset 8, length 2, type 1, name and zero. */
final class DirectoryEntries {
  private static final int LENGTH_AT = 16;
  private static final int TYPE_AT = 18;
  private static final int NAME_AT = 19;
  private static final int TYPE_DIRECTORY = 4;

  private DirectoryEntries() {}

  /** The names of all directories, or of all files, in a filled buffer. */
  static void names(MemorySegment buffer, int length, boolean directories, Consumer<String> into) {
    for (int at = 0; at < length; ) {
      boolean directory = buffer.get(ValueLayout.JAVA_BYTE, at + TYPE_AT) == TYPE_DIRECTORY;
      String name = buffer.getString(at + NAME_AT);
      if (directory == directories && !name.equals(".") && !name.equals("..")) {
        into.accept(name);
      }
      at += buffer.get(ValueLayout.JAVA_SHORT_UNALIGNED, at + LENGTH_AT);
    }
  }
}
