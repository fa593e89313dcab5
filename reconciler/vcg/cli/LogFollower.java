package vcg.cli;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * What is added to a file, also when it is cut to nothing or another takes its name. An event only
 * says to look again.
 */
final class LogFollower implements Closeable {
  private static final int MOST_AT_ONCE = 1 << 16;

  private final Path file;
  private final WatchService watch;
  private Optional<FileChannel> open = Optional.empty();
  private Object identity = "none";
  private long read;
  private Path watched = Path.of("");

  private LogFollower(Path file, WatchService watch) {
    this.file = file;
    this.watch = watch;
  }

  /** A follower that starts with all that is in the file; it need not be there. */
  static LogFollower of(Path file) throws IOException {
    LogFollower follower = new LogFollower(file, file.getFileSystem().newWatchService());
    follower.register();
    return follower;
  }

  /** What was added since the last time, without waiting; empty: nothing. */
  byte[] next() throws IOException {
    byte[] more = unread();
    if (more.length > 0) {
      return more;
    }
    return reopen() ? unread() : more;
  }

  /** Waits until something may have been added. */
  void await() throws IOException, InterruptedException {
    WatchKey key = watch.take();
    key.pollEvents();
    if (!key.reset()) {
      watched = Path.of("");
    }
    register();
  }

  /** Watches the directory, or the nearest above it while it is not there. */
  private void register() throws IOException {
    Path directory = parent(file);
    while (!Files.isDirectory(directory)) {
      directory = parent(directory);
    }
    if (!directory.equals(watched)) {
      directory.register(
          watch, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
      watched = directory;
      if (!directory.equals(parent(file)) && Files.isDirectory(parent(file))) {
        register(); // it came while the one above was looked at
      }
    }
  }

  private static Path parent(Path path) {
    return Objects.requireNonNull(path.getParent(), "the path is absolute");
  }

  private byte[] unread() throws IOException {
    if (open.isEmpty()) {
      return new byte[0];
    }
    FileChannel channel = open.get();
    if (channel.size() < read) {
      read = 0;
    }
    ByteBuffer buffer = ByteBuffer.allocate(MOST_AT_ONCE);
    int count = channel.read(buffer, read);
    read += Math.max(0, count);
    return Arrays.copyOf(buffer.array(), Math.max(0, count));
  }

  /** Takes the file of this name, when it is another than before. */
  private boolean reopen() throws IOException {
    try {
      Object now = Files.getAttribute(file, "unix:ino");
      if (open.isPresent() && now.equals(identity)) {
        return false;
      }
      FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
      if (open.isPresent()) {
        open.get().close();
      }
      open = Optional.of(channel);
      // where another came in between, the next look takes that
      identity = now;
      read = 0;
      return true;
    } catch (NoSuchFileException _) { // not yet, or not any more: what is open may still grow
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    watch.close();
    if (open.isPresent()) {
      open.get().close();
    }
  }
}
