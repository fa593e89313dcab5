package vcg.linux;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import vcg.guest.LastGood;

/** Kept in files of the same names, below the state directory. */
public final class LastGoodFiles implements LastGood {
  private final Path directory;

  /**
   * @param state the state directory; what is made in it is open to its owner alone, because
   *     documents may hold passwords
   */
  public LastGoodFiles(Path state) {
    this.directory = state.resolve("documents");
  }

  @Override
  public SortedSet<String> files() throws IOException {
    SortedSet<String> names = new TreeSet<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.xml")) {
      files.forEach(f -> names.add(f.getFileName().toString()));
    } catch (NoSuchFileException _) { // nothing was ever kept
      return Collections.emptySortedSet();
    } catch (IOException e) {
      throw new IOException("cannot list " + directory + ": " + Errno.name(e), e);
    }
    return names;
  }

  @Override
  public Optional<byte[]> get(String file) throws IOException {
    try {
      return Optional.of(Files.readAllBytes(directory.resolve(file)));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw new IOException("cannot read " + directory.resolve(file) + ": " + Errno.name(e), e);
    }
  }

  @Override
  public void put(String file, byte[] content) throws IOException {
    Path path = directory.resolve(file);
    Path beside = directory.resolve("." + file + ".new");
    try {
      StateFile.makeDirectory(directory);
      Files.deleteIfExists(beside);
      try (FileChannel channel =
          FileChannel.open(
              beside,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
        ByteBuffer bytes = ByteBuffer.wrap(content);
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

  @Override
  public void remove(String file) throws IOException {
    try {
      Files.deleteIfExists(directory.resolve(file));
    } catch (IOException e) {
      throw new IOException("cannot remove " + directory.resolve(file) + ": " + Errno.name(e), e);
    }
  }
}
