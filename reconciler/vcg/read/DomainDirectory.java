package vcg.read;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import vcg.model.Guest;
import vcg.model.Partition;
import vcg.model.Problem;
import vcg.model.Reading;

/**
 * A directory of domain files that is looked at again and again, one file at a time; for the use of
 * one thread.
 */
public final class DomainDirectory {
  private static final String IDENTITY = "unix:dev,ino,size,mode,uid,lastModifiedTime,ctime";

  private final Path directory;
  private final DomainFiles.Trust trust;
  private final DomainReader reader;

  /**
   * @param ofGuest rules as for {@link DomainReader}
   * @param ofPartition likewise
   */
  public DomainDirectory(
      Path directory,
      DomainFiles.Trust trust,
      Function<Guest, List<Problem>> ofGuest,
      Function<Partition, List<Problem>> ofPartition) {
    this.directory = directory;
    this.trust = trust;
    this.reader = new DomainReader(ofGuest, ofPartition);
  }

  /**
   * What the kernel says of a file or directory, links followed: as long as it says the same, the
   * content is the same.
   *
   * @param inode another one: it was replaced
   * @param size in bytes
   * @param modified when its content was last changed, in nanoseconds since 1970
   * @param changed the same of its content, owner or mode
   */
  public record Stamp(Inode inode, long size, long modified, long changed, int mode, int owner) {
    /** Of a link that leads nowhere. */
    private static final Stamp NOWHERE = new Stamp(new Inode(0, 0), 0, 0, 0, 0, 0);
  }

  /** A file, whatever its names are. */
  public record Inode(long device, long number) {}

  /**
   * A file's content.
   *
   * @param digest SHA-256 of its bytes, in hexadecimal; empty: it could not be read
   * @param content the bytes; none: it could not be read
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared, and nobody writes to it
  public record Content(Reading reading, String digest, byte[] content) {}

  /** Which directory it is now; empty: there is none. */
  public Optional<Stamp> stamp() throws IOException {
    return stamp(directory);
  }

  /**
   * The names in it.
   *
   * @param documents those of domain files
   * @param others all others
   */
  public record Listing(Set<String> documents, List<String> others) {
    public Listing {
      documents = Collections.unmodifiableSet(documents);
      others = List.copyOf(others);
    }
  }

  /** The names that are in it now. */
  public Listing list() throws IOException {
    String[] names = directory.toFile().list(); // without an object for each path
    if (names == null) {
      try (DirectoryStream<Path> _ = Files.newDirectoryStream(directory)) { // says why
        throw new IOException("it cannot be listed");
      }
    }
    Set<String> documents = HashSet.newHashSet(names.length);
    List<String> others = new ArrayList<>();
    for (String name : names) {
      if (isDomainFile(name)) {
        documents.add(name);
      } else {
        others.add(name);
      }
    }
    return new Listing(documents, others);
  }

  /** Whether a file of this name counts. */
  public static boolean isDomainFile(String name) {
    return DomainFiles.isDomainFile(name);
  }

  /** Which file a name stands for now; empty: there is none. */
  public Optional<Stamp> stamp(String name) throws IOException {
    return stamp(directory.resolve(name));
  }

  private static Optional<Stamp> stamp(Path path) throws IOException {
    Map<String, Object> found;
    try {
      found = Files.readAttributes(path, IDENTITY);
    } catch (NoSuchFileException | NotDirectoryException _) {
      return Files.isSymbolicLink(path) ? Optional.of(Stamp.NOWHERE) : Optional.empty();
    }
    return Optional.of(
        new Stamp(
            new Inode(number(found, "dev"), number(found, "ino")),
            number(found, "size"),
            time(found, "lastModifiedTime"),
            time(found, "ctime"),
            (int) number(found, "mode"),
            (int) number(found, "uid")));
  }

  private static long number(Map<String, Object> found, String name) {
    return ((Number) Objects.requireNonNull(found.get(name))).longValue();
  }

  private static long time(Map<String, Object> found, String name) {
    return ((FileTime) Objects.requireNonNull(found.get(name))).to(TimeUnit.NANOSECONDS);
  }

  /** Reads a file. */
  public Content read(String name) throws IOException {
    Path path = directory.resolve(name);
    Owners owners = Owners.of(trust);
    owners.checkDirectory(directory, directory.toString());
    DomainReader.Read read = reader.content(path, path.toString());
    return new Content(owners.check(read, path), digest(read), read.content().orElse(new byte[0]));
  }

  private static String digest(DomainReader.Read read) {
    return read.reading()
        .guest()
        .map(Guest::digest)
        .or(() -> read.content().map(DomainReader::digest))
        .orElse("");
  }

  /** What a content says that a file once had. */
  public Reading parse(String name, byte[] content) {
    return reader.read(directory.resolve(name).toString(), content);
  }
}
