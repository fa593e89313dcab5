package vcg.apply;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a guest's process prints: one file since its start, one from before, each of which vcg cuts
 * to 1 MiB whenever it is applied. Between two runs of vcg nobody watches: a process that prints
 * without end fills the disk until the next one. A file size limit of the kernel would be no better
 * way, it counts for the guest's disks too.
 *
 * @param file open in the process for appending, so that it can be cut while it is written to
 */
public record GuestLog(Path file, Path older) {
  private static final int MOST_BYTES = 1 << 20;
  private static final int TAIL_BYTES = 4096;

  /** Makes room for what the next process prints. */
  void rotate() throws IOException {
    if (Files.exists(file)) {
      keep();
      Files.delete(file);
    }
  }

  /** Moves what is too much out of the way; what is printed at this very moment may be lost. */
  void trim() throws IOException {
    if (Files.exists(file) && Files.size(file) > MOST_BYTES) {
      keep();
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(0);
      }
    }
  }

  /** The last of it becomes the older file. */
  private void keep() throws IOException {
    byte[] last = last(MOST_BYTES);
    Files.deleteIfExists(older);
    try (FileChannel channel =
        FileChannel.open(
            older,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      ByteBuffer bytes = ByteBuffer.wrap(last);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
  }

  void delete() throws IOException {
    Files.deleteIfExists(file);
    Files.deleteIfExists(older);
  }

  /** The last lines, at most so many, without control characters; none: there is no file. */
  public List<String> tail(int lines) throws IOException {
    byte[] bytes;
    try {
      bytes = last(TAIL_BYTES);
    } catch (NoSuchFileException | java.io.FileNotFoundException _) { // it never printed anything
      return List.of();
    }
    List<String> all =
        new ArrayList<>(
            new String(bytes, StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?").strip())
                .filter(line -> !line.isEmpty())
                .toList());
    return List.copyOf(all.subList(Math.max(0, all.size() - lines), all.size()));
  }

  private byte[] last(int most) throws IOException {
    try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "r")) {
      long length = content.length();
      byte[] bytes = new byte[(int) Math.min(most, length)];
      content.seek(length - bytes.length);
      content.readFully(bytes);
      return bytes;
    }
  }
}
