package vcg.linux;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;

/**
 * One vcg at a time works on a state directory. The kernel lets the lock go when its holder dies;
 * the file stays and means nothing.
 */
public final class StateLock implements AutoCloseable {
  private static final int MOST = 200;
  private static final int SIGTERM = 15;

  private final FileChannel channel;

  private StateLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock, or fails at once.
   *
   * @param command what the holder is doing, for others to read, such as {@code vcg apply}
   * @throws IOException another holds it; the message tells its number and command
   */
  public static StateLock acquire(Path directory, String command) throws IOException {
    return ofFile(directory.resolve("lock"), command);
  }

  /**
   * The same with a file of its own.
   *
   * @throws IOException as above
   */
  public static StateLock ofFile(Path path, String command) throws IOException {
    StateLock lock = open(path);
    boolean taken = false;
    try {
      taken = lock.claim(path, command);
    } finally {
      if (!taken) {
        lock.close();
      }
    }
    return lock;
  }

  /**
   * The same, after the holder, where there is one, was told to end.
   *
   * @throws IOException also when it does not end in time
   */
  public static StateLock takeOver(Path path, String command, Duration patience)
      throws IOException, InterruptedException {
    try (StateLock lock = open(path)) {
      if (!lock.tryLock()) {
        end(path, lock.holder(), patience);
      }
    }
    return ofFile(path, command);
  }

  private static void end(Path path, Holder holder, Duration patience)
      throws IOException, InterruptedException {
    try (Pidfd process =
        Pidfd.open(holder.pid())
            .orElseThrow(() -> new IOException("cannot end the holder of " + path))) {
      if (!ProcFiles.hasOpen(holder.pid(), path.toRealPath())) {
        throw new IOException("another vcg holds " + path + ", but not " + holder);
      }
      process.signal(SIGTERM);
      if (!process.awaitExit(patience)) {
        throw new IOException("another vcg holds " + path + " and does not end: " + holder);
      }
    }
  }

  private static StateLock open(Path path) throws IOException {
    FileChannel channel;
    try {
      StateFile.makePassable(Objects.requireNonNull(path.getParent(), "in a directory"));
      channel =
          FileChannel.open(
              path,
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (AccessDeniedException e) {
      throw new IOException("cannot lock " + path + ": EACCES; only its owner may, mostly root", e);
    } catch (IOException e) {
      throw new IOException("cannot lock " + path + ": " + Errno.name(e), e);
    }
    return new StateLock(channel);
  }

  /** Who holds a lock, by its own words. */
  private record Holder(long pid, String command) {
    @Override
    public String toString() {
      return pid == 0 ? "it does not say who it is" : "pid " + pid + " (" + command + ")";
    }
  }

  private boolean claim(Path path, String command) throws IOException {
    if (!tryLock()) {
      throw new IOException("another vcg holds " + path + ": " + holder());
    }
    String content = ProcessHandle.current().pid() + " " + command + "\n";
    channel.truncate(0).write(ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)), 0);
    return true;
  }

  private boolean tryLock() throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null && lock.isValid();
    } catch (OverlappingFileLockException _) { // held by this very program: as good as by another
      return false;
    }
  }

  private Holder holder() throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(MOST);
    channel.read(bytes, 0);
    String content = Terse.text(Arrays.copyOf(bytes.array(), bytes.position()), MOST);
    int blank = content.indexOf(' ');
    return content.matches("[0-9]{1,18} .*")
        ? new Holder(Long.parseLong(content.substring(0, blank)), content.substring(blank + 1))
        : new Holder(0, "");
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
