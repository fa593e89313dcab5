package vcg.linux;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A small JSON file of which a crash or power cut leaves the old or the new content. After a power
 * cut it may be the old one although the new was written: no guest outlives that either, and to
 * wait for the directory too would make every start slower.
 */
final class StateFile {
  private static final String VERSION = "formatVersion";
  private static final int FORMAT = 1;

  private final Path path;

  StateFile(Path path) {
    this.path = path;
  }

  /** Its members but for the version; empty: there is no such file. */
  Optional<Fields> read() throws IOException {
    String text;
    try {
      text = Files.readString(path);
    } catch (NoSuchFileException _) { // nothing was ever written
      return Optional.empty();
    } catch (IOException e) {
      throw unreadable(Errno.name(e));
    }
    Map<String, Object> object;
    try {
      object = Json.object(text);
    } catch (IllegalArgumentException e) {
      throw unreadable("it is damaged");
    }
    if (!Integer.valueOf(FORMAT).equals(object.get(VERSION))) {
      throw unreadable("its format is not " + FORMAT + ", another version of vcg wrote it");
    }
    return Optional.of(new Fields(this, object));
  }

  /** Why the content cannot be used, and what to do. */
  IOException unreadable(String why) {
    return new IOException(
        "cannot read "
            + path
            + ": "
            + why
            + "; restore it, or move it away: vcg then no longer counts as its own what it names");
  }

  /** Writes beside the file, then puts that in its place. */
  void write(Map<String, Object> members) throws IOException {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put(VERSION, FORMAT);
    object.putAll(members);
    Path directory = path.resolveSibling(".").normalize();
    Path beside = path.resolveSibling("." + path.getFileName() + ".new");
    try {
      makeDirectory(directory);
      Files.deleteIfExists(beside);
      try (FileChannel channel =
          FileChannel.open(
              beside,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(Json.write(object));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new IOException("cannot write " + path + ": " + Errno.name(e), e);
    }
  }

  void delete() throws IOException {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new IOException("cannot remove " + path + ": " + Errno.name(e), e);
    }
  }

  /** One that guests' own user may pass, on the way to what is theirs, and not list. */
  static void makePassable(Path directory) throws IOException {
    Files.createDirectories(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x")));
  }

  static void makeDirectory(Path directory) throws IOException {
    Files.createDirectories(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }
}
