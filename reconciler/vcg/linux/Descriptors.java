package vcg.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How many files this process may have open at once. What follows guests leaves some over, for
 * without any vcg can neither look at a guest nor start one. The kernel gives the lowest number
 * that is free, so a descriptor's number says how many there are.
 */
final class Descriptors {
  private static final String LIMIT = "Max open files";
  private static final int MOST = most();

  /** For following guests. */
  private static final int FOR_GUESTS = Math.max(MOST / 2, MOST - 1024);

  private Descriptors() {}

  /** Whether a descriptor that is kept as long as a guest runs takes too much. */
  static boolean isTooMany(int fd) {
    return fd >= FOR_GUESTS;
  }

  /** The same for one without which a guest is followed too, only less well. */
  static boolean isTooManyBesides(int fd) {
    return fd >= FOR_GUESTS / 2;
  }

  /** One of so many equal shares of all, but never more than {@code most}. */
  static int share(int shares, int most) {
    return Math.min(Math.max(1, MOST / shares), most);
  }

  /** {@code Max open files 1024 524288 files}. */
  private static int most() {
    try {
      return Files.readAllLines(Path.of("/proc/self/limits")).stream()
          .filter(line -> line.startsWith(LIMIT))
          .map(line -> line.substring(LIMIT.length()).strip().split(" ", 2)[0])
          .mapToInt(soft -> soft.equals("unlimited") ? Integer.MAX_VALUE : Integer.parseInt(soft))
          .findFirst()
          .orElse(Integer.MAX_VALUE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot tell how many files may be open", e);
    }
  }
}
