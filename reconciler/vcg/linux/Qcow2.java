package vcg.linux;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The header of a qcow2 image.
 *
 * @see <a href="https://www.qemu.org/docs/master/interop/qcow2.html">its specification</a>
 */
final class Qcow2 {
  private static final int MAGIC = 0x514649fb;
  private static final int HEADER_BYTES = 20;
  private static final int MOST_NAME_BYTES = 1023;

  private Qcow2() {}

  /** The image that another one is based on; empty: none, or it is no qcow2 image. */
  static Optional<Path> basedOn(Path image) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "r")) {
      if (file.length() < HEADER_BYTES || file.readInt() != MAGIC) {
        return Optional.empty();
      }
      file.readInt(); // version
      long offset = file.readLong();
      int length = file.readInt();
      if (offset == 0 || length == 0) {
        return Optional.empty();
      }
      if (length < 0 || length > MOST_NAME_BYTES || offset > file.length() - length) {
        throw new IOException(image + " is damaged: what it is based on");
      }
      byte[] name = new byte[length];
      file.seek(offset);
      file.readFully(name);
      String path = new String(name, StandardCharsets.UTF_8);
      return path.contains(":") && !path.startsWith("/")
          ? Optional.empty() // another protocol than a file, or JSON
          : Optional.of(image.resolveSibling(path).normalize());
    } catch (IOException e) {
      throw new IOException("cannot read " + image + ": " + Errno.name(e), e);
    }
  }
}
