package vcg.read;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** The bytes of a regular file, read once and of bounded size. */
final class FileContent {
  private static final int MAX_BYTES = 1 << 20;

  private final byte[] content;
  private final Stat stat;

  private FileContent(byte[] content, Stat stat) {
    this.content = content;
    this.stat = stat;
  }

  byte[] content() {
    return content;
  }

  Stat stat() {
    return stat;
  }

  /** Why a file could not be read, in words for its author. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1;
    final String code;

    Refused(String code, String message) {
      super(message);
      this.code = code;
    }
  }

  /**
   * Reads a file. A pipe, device or directory is refused before it is opened, so nothing blocks; a
   * file that is exchanged in between is noticed by its number.
   */
  static FileContent read(Path file) throws Refused {
    try {
      Stat before = Stat.of(file);
      checkRegular(before);
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
        Stat after = Stat.of(file);
        checkRegular(after);
        if (!before.isSameFile(after)) {
          throw new Refused(Codes.UNREADABLE, "the file was replaced while it was opened");
        }
        return new FileContent(content(channel), after);
      }
    } catch (IOException e) {
      throw refused(file, e);
    }
  }

  /** What a stream gives to its end; no more than of a file. */
  static byte[] read(InputStream stream) throws IOException, Refused {
    byte[] content = stream.readNBytes(MAX_BYTES + 1);
    checkSize(content.length);
    return content;
  }

  private static void checkRegular(Stat stat) throws Refused {
    if (!stat.kind().equals("a file")) {
      throw new Refused(Codes.NOT_A_FILE, "this is " + stat.kind() + ", not a file");
    }
    checkSize(stat.size());
  }

  private static void checkSize(long size) throws Refused {
    if (size > MAX_BYTES) {
      throw new Refused(
          Codes.TOO_LARGE, "the file has " + size + " bytes, vcg reads at most " + MAX_BYTES);
    }
  }

  private static byte[] content(FileChannel channel) throws IOException, Refused {
    ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(channel.size(), MAX_BYTES) + 1);
    while (channel.read(buffer) >= 0) {
      checkSize(buffer.position());
      if (!buffer.hasRemaining()) {
        buffer.flip();
        buffer = ByteBuffer.allocate(buffer.capacity() * 2 + 1).put(buffer);
      }
    }
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  private static Refused refused(Path file, IOException e) {
    String why =
        switch (e) {
          case NoSuchFileException _ ->
              Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                  ? "a link to a file that does not exist"
                  : "no such file";
          case AccessDeniedException _ -> "no permission to read it";
          case FileSystemLoopException _ -> "a link that leads to itself";
          case FileSystemException f
              when String.valueOf(f.getReason()).contains("symbolic links") ->
              "a link that leads to itself";
          case FileSystemException f when f.getReason() != null -> f.getReason();
          default -> String.valueOf(e.getMessage());
        };
    return new Refused(Codes.UNREADABLE, "cannot read the file: " + why);
  }
}
