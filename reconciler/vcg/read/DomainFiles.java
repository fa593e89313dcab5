package vcg.read;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import vcg.model.Desired;
import vcg.model.Guest;
import vcg.model.Location;
import vcg.model.Partition;
import vcg.model.Problem;
import vcg.model.Reading;

/** Reads directories and lists of domain files, on all processors. */
public final class DomainFiles {
  private static final int FILES_PER_THREAD = 8;
  private static final String SUFFIX = ".xml";

  private final Trust trust;
  private final Function<Guest, List<Problem>> ofGuest;
  private final Function<Partition, List<Problem>> ofPartition;

  private DomainFiles(
      Trust trust,
      Function<Guest, List<Problem>> ofGuest,
      Function<Partition, List<Problem>> ofPartition) {
    this.trust = trust;
    this.ofGuest = ofGuest;
    this.ofPartition = ofPartition;
  }

  /** What becomes of files that others than root, or the user of this process, can write. */
  public enum Trust {
    /** Each is an error; for whatever acts on the host. */
    STRICT,
    /** One warning for all of them; for whatever only looks. */
    WARN
  }

  /** What to read, and how it is shown. */
  private record Entry(Path path, String shown) {}

  /** As {@link #read(List, Trust, Function, Function)}, without rules. */
  public static Desired read(List<String> named, Trust trust) throws IOException {
    return read(named, trust, _ -> List.of());
  }

  /** As {@link #read(List, Trust, Function, Function)}, without rules about partitions. */
  public static Desired read(
      List<String> named, Trust trust, Function<Guest, List<Problem>> ofGuest) throws IOException {
    return read(named, trust, ofGuest, _ -> List.of());
  }

  /**
   * Reads what a user names: one directory, or files. A directory that does not exist is no error:
   * {@link Desired#present()} is false. What is wrong with a file is in its reading.
   *
   * @param named as the user typed it; a single name that is not there counts as a directory unless
   *     it ends in {@code .xml}
   * @param ofGuest rules as for {@link DomainReader}; called from several threads
   * @param ofPartition likewise
   * @throws IOException if a directory cannot be listed
   */
  public static Desired read(
      List<String> named,
      Trust trust,
      Function<Guest, List<Problem>> ofGuest,
      Function<Partition, List<Problem>> ofPartition)
      throws IOException {
    DomainFiles files = new DomainFiles(trust, ofGuest, ofPartition);
    return named.size() == 1 && isDirectory(Path.of(named.getFirst()))
        ? files.directory(Path.of(named.getFirst()))
        : files.files(named);
  }

  private Desired directory(Path directory) throws IOException {
    String shown = directory.toString();
    List<Problem> notices = new ArrayList<>();
    List<Entry> entries;
    try {
      entries = list(directory, notices);
    } catch (NoSuchFileException _) {
      return new Desired(shown, false, List.of(), List.of());
    }
    Owners owners = Owners.of(trust);
    owners.checkDirectory(directory, shown).ifPresent(notices::add);
    List<Reading> readings = readAll(entries, owners);
    owners.summary().ifPresent(notices::add);
    return new Desired(shown, true, readings, notices);
  }

  private Desired files(List<String> named) {
    List<Entry> entries = named.stream().map(f -> new Entry(Path.of(f), f)).toList();
    Owners owners = Owners.of(trust);
    List<Reading> readings = readAll(entries, owners);
    List<Problem> notices = owners.summary().stream().toList();
    return new Desired(String.join(" ", named), true, readings, notices);
  }

  private static List<Entry> list(Path directory, List<Problem> notices) throws IOException {
    List<Entry> entries = new ArrayList<>();
    List<String> directories = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      for (Path path : stream) {
        String name = path.getFileName().toString();
        if (isDomainFile(name)) {
          entries.add(new Entry(path, path.toString()));
        } else if (!name.startsWith(".") && isRealDirectory(path)) {
          directories.add(name);
        }
      }
    }
    if (!directories.isEmpty()) {
      directories.sort(null);
      String more = directories.size() == 1 ? "" : " and " + (directories.size() - 1) + " more";
      notices.add(
          Problem.warning(
              Codes.IGNORED_ENTRY,
              Location.ofFile(directory.toString()),
              "sub-directories are not read: " + directories.getFirst() + more));
    }
    return entries;
  }

  /** Whether a name is one of a domain file, not of an editor's or installer's leftovers. */
  public static boolean isDomainFile(String name) {
    if (!name.endsWith(SUFFIX) || name.length() == SUFFIX.length()) {
      return false;
    }
    char first = name.charAt(0);
    return (first >= 'A' && first <= 'Z')
        || (first >= 'a' && first <= 'z')
        || (first >= '0' && first <= '9')
        || first == '_';
  }

  private static boolean isRealDirectory(Path path) {
    return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static boolean isDirectory(Path path) {
    try {
      return Stat.of(path).kind().equals("a directory");
    } catch (IOException _) {
      // not to be looked at: reading it will say why; what is not there counts as a directory,
      // unless it is named like a file
      return !path.toString().endsWith(SUFFIX);
    }
  }

  private List<Reading> readAll(List<Entry> entries, Owners owners) {
    AtomicReferenceArray<DomainReader.Read> results = new AtomicReferenceArray<>(entries.size());
    AtomicReference<Throwable> failure = new AtomicReference<>();
    AtomicInteger next = new AtomicInteger();
    int processors = Runtime.getRuntime().availableProcessors();
    int threads = Math.clamp(entries.size() / FILES_PER_THREAD, 1, processors);
    List<Thread> others = new ArrayList<>();
    for (int i = 1; i < threads; i++) {
      others.add(
          Thread.ofPlatform()
              .name("vcg-read-" + i)
              .uncaughtExceptionHandler((_, e) -> failure.set(e))
              .start(() -> work(entries, next, results)));
    }
    work(entries, next, results);
    others.forEach(DomainFiles::join);
    if (failure.get() != null) {
      throw new IllegalStateException("a reading thread failed", failure.get());
    }
    List<Reading> readings = new ArrayList<>(entries.size());
    for (int i = 0; i < entries.size(); i++) {
      readings.add(owners.check(results.get(i), entries.get(i).path()));
    }
    return readings;
  }

  private void work(
      List<Entry> entries, AtomicInteger next, AtomicReferenceArray<DomainReader.Read> results) {
    if (entries.isEmpty()) {
      return;
    }
    DomainReader reader = new DomainReader(ofGuest, ofPartition);
    for (int i = next.getAndIncrement(); i < entries.size(); i = next.getAndIncrement()) {
      Entry entry = entries.get(i);
      results.set(i, reader.content(entry.path(), entry.shown()));
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while reading", e);
    }
  }
}
