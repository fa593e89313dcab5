package vcg.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Reads {@code struct linux_dirent64}: inode 8, offset 8, length 2, type 1, name and zero. */
final class DirectoryEntries {
  private static final int LENGTH_AT = 16;
  private static final int TYPE_AT = 18;
  private static final int NAME_AT = 19;
  private static final int TYPE_DIRECTORY = 4;

  private DirectoryEntries() {}

  /** The names of all directories, or of all files, in what the kernel gave. */
  static void names(byte[] entries, int length, boolean directories, Consumer<String> into) {
    ByteBuffer numbers = ByteBuffer.wrap(entries).order(ByteOrder.nativeOrder());
    for (int at = 0; at < length; at += numbers.getShort(at + LENGTH_AT)) {
      int from = at + NAME_AT;
      int to = from;
      while (entries[to] != 0) {
        to++;
      }
      boolean directory = entries[at + TYPE_AT] == TYPE_DIRECTORY;
      if (directory == directories && !isDots(entries, from, to)) {
        into.accept(new String(entries, from, to - from, StandardCharsets.UTF_8));
      }
    }
  }

  /** Whether a name is {@code .} or {@code ..}, which each directory has. */
  private static boolean isDots(byte[] entries, int from, int to) {
    return entries[from] == '.' && (to - from == 1 || (to - from == 2 && entries[from + 1] == '.'));
  }
}
