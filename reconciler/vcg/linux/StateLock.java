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
import java.util.Arrays;
import java.util.Set;

/**
 * One vcg at a time works on a state directory. The kernel lets the lock go when its holder dies;
 * the file stays and means nothing.
 */
public final class StateLock implements AutoCloseable {
  private static final int MOST = 200;

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
    Path path = directory.resolve("lock");
    FileChannel channel;
    try {
      StateFile.makePassable(directory);
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
    StateLock lock = new StateLock(channel);
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

  private String holder() throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(MOST);
    channel.read(bytes, 0);
    String content = Terse.text(Arrays.copyOf(bytes.array(), bytes.position()), MOST);
    int blank = content.indexOf(' ');
    return blank < 0
        ? "it does not say who it is"
        : "pid " + content.substring(0, blank) + " (" + content.substring(blank + 1) + ")";
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
