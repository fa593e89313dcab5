package vcg.read;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/** What the kernel says of a file, links followed; without the names of users, which are slow. */
record Stat(int mode, int owner, long inode, long device, long size) {
  private static final String ATTRIBUTES = "unix:mode,uid,ino,dev,size";
  private static final int TYPE = 0170000;
  private static final int PERMISSIONS = 07777;

  static Stat of(Path file) throws IOException {
    Map<String, Object> found = Files.readAttributes(file, ATTRIBUTES);
    return new Stat(
        (int) number(found, "mode"),
        (int) number(found, "uid"),
        number(found, "ino"),
        number(found, "dev"),
        number(found, "size"));
  }

  /** What it is, such as {@code a directory}; {@code a file} for a regular file alone. */
  String kind() {
    return switch (mode & TYPE) {
      case 0100000 -> "a file";
      case 0040000 -> "a directory";
      case 0010000 -> "a named pipe";
      case 0140000 -> "a socket";
      case 0020000, 0060000 -> "a device";
      default -> "a special file";
    };
  }

  int permissions() {
    return mode & PERMISSIONS;
  }

  boolean isSameFile(Stat other) {
    return inode == other.inode && device == other.device;
  }

  private static long number(Map<String, Object> found, String name) {
    return ((Number) Objects.requireNonNull(found.get(name))).longValue();
  }
}
