package vcg.read;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;

/** One domain file that is to get other bytes: read once, replaced at most once. */
public final class DomainFile {
  private static final String OWNERS = "unix:uid,gid,mode";
  private static final int PERMISSIONS = 07777;

  private final Path named;
  private final Path real;
  private final FileContent content;

  private DomainFile(Path named, Path real, FileContent content) {
    this.named = named;
    this.real = real;
    this.content = content;
  }

  /** Reads a file; where its name is a link, the file that it leads to. */
  public static DomainFile read(Path file) throws IOException {
    try {
      Path real = file.toRealPath();
      return new DomainFile(file, real, FileContent.read(real));
    } catch (FileContent.Refused e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Makes a new file, which only its owner can read: it may hold passwords. It is complete and on
   * disk before it gets the name.
   *
   * @throws IOException among others, when there is something of that name already
   */
  public static void create(Path file, byte[] bytes) throws IOException {
    Path directory = Objects.requireNonNull(file.getParent(), "the directory is named");
    try {
      Path beside = Files.createTempFile(directory, ".vcg-", ".new");
      try {
        write(beside, bytes);
        Files.createLink(file, beside);
      } finally {
        Files.deleteIfExists(beside);
      }
      sync(directory);
    } catch (FileAlreadyExistsException e) {
      throw new IOException(file + " is there already", e);
    } catch (IOException e) {
      throw new IOException("cannot write " + file + ": " + reason(e), e);
    }
  }

  private static void write(Path beside, byte[] bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.WRITE)) {
      write(channel, bytes);
      channel.force(true);
    }
  }

  private static void write(FileChannel channel, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  /** What it held when it was read. */
  public byte[] content() {
    return content.content().clone();
  }

  /**
   * Puts a new file in its place, with the same owner and permissions. The new one is complete and
   * on disk before it gets the name, so that whoever reads sees the old bytes or the new ones; when
   * anything fails, the old ones stay and nothing is left beside them.
   *
   * <p>The new file's name begins with a dot: such names are no domain files.
   *
   * @throws IOException among others, when somebody else has changed the file since it was read
   */
  public void replace(byte[] bytes) throws IOException {
    Path directory = Objects.requireNonNull(real.getParent(), "a file is in a directory");
    Path beside = null;
    try {
      beside = Files.createTempFile(directory, ".vcg-", ".new");
      writeAsOwner(beside, bytes);
      checkUnchanged();
      Files.move(beside, real, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      beside = null;
      sync(directory);
    } catch (Changed e) {
      throw e;
    } catch (IOException e) {
      throw new IOException("cannot write " + named + ": " + reason(e), e);
    } finally {
      if (beside != null) {
        Files.deleteIfExists(beside);
      }
    }
  }

  private void writeAsOwner(Path beside, byte[] bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.WRITE)) {
      write(channel, bytes);
      Map<String, Object> old = Files.readAttributes(real, OWNERS);
      Map<String, Object> fresh = Files.readAttributes(beside, OWNERS);
      for (String owner : new String[] {"uid", "gid"}) {
        if (!Objects.equals(old.get(owner), fresh.get(owner))) {
          Files.setAttribute(beside, "unix:" + owner, old.get(owner));
        }
      }
      int mode = (Integer) Objects.requireNonNull(old.get("mode"));
      Files.setAttribute(beside, "unix:mode", mode & PERMISSIONS);
      channel.force(true);
    }
  }

  /** The last look before the old file goes; what somebody else wrote must not be lost. */
  private void checkUnchanged() throws Changed {
    try {
      FileContent now = FileContent.read(real);
      if (named.toRealPath().equals(real)
          && now.stat().isSameFile(content.stat())
          && Arrays.equals(now.content(), content.content())) {
        return;
      }
    } catch (IOException | FileContent.Refused _) {
      // it is gone, or no readable file any more: changed all the same
    }
    throw new Changed(
        named + " was changed by somebody else in the meantime; nothing was written, try again");
  }

  /** The file is not what it was when it was read. */
  private static final class Changed extends IOException {
    private static final long serialVersionUID = 1;

    Changed(String message) {
      super(message);
    }
  }

  private static String reason(IOException e) {
    return switch (e) {
      case AccessDeniedException _ -> "no permission";
      case NoSuchFileException _ -> "it, or its directory, is gone";
      case FileSystemException f when f.getReason() != null -> f.getReason();
      default -> String.valueOf(e.getMessage());
    };
  }

  private static void sync(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
