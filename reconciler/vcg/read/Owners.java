package vcg.read;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vcg.model.Location;
import vcg.model.Problem;
import vcg.model.Reading;

/**
 * Checks who can write to what is read: whoever can write a domain file can run programs on this
 * host.
 */
final class Owners {
  private static final int OTHERS_WRITE = 022;

  /** The user as whom this process acts. */
  private static final int SELF = effectiveUser();

  private final DomainFiles.Trust trust;
  private Optional<String> directory = Optional.empty();
  private final List<String> doubtful = new ArrayList<>();

  private Owners(DomainFiles.Trust trust) {
    this.trust = trust;
  }

  static Owners of(DomainFiles.Trust trust) {
    return new Owners(trust);
  }

  /**
   * The reading of a file; under {@link DomainFiles.Trust#STRICT} with an error when others can
   * write to it.
   */
  Reading check(DomainReader.Read read, Path path) {
    Optional<String> why =
        read.stat()
            .flatMap(s ->
                directory
                    .or(() -> refusal(s))
                    .or(() -> read.isLink() ? linked(path) : Optional.empty()));
    if (why.isEmpty()) {
      return read.reading();
    }
    String file = read.reading().file();
    if (trust == DomainFiles.Trust.WARN) {
      doubtful.add(file);
      return read.reading();
    }
    return read.reading().with(List.of(error(file, "the file is not trusted: it " + why.get())));
  }

  /**
   * Checks the directory that the files are in: under {@link DomainFiles.Trust#STRICT} none of its
   * files is trusted when the directory is not, otherwise it is worth a warning.
   */
  Optional<Problem> checkDirectory(Path path, String shown) throws IOException {
    Optional<String> why = refusalOf(path);
    if (trust == DomainFiles.Trust.STRICT) {
      directory = why.map(w -> "is in a directory that " + w);
      return Optional.empty();
    }
    return why.map(w ->
        Problem.warning(
            Codes.UNTRUSTED,
            Location.ofFile(shown),
            "the directory " + w + "; apply would refuse it"));
  }

  /** One warning for all files that would be refused by apply. */
  Optional<Problem> summary() {
    if (doubtful.isEmpty()) {
      return Optional.empty();
    }
    doubtful.sort(null);
    String first = doubtful.getFirst();
    String files =
        doubtful.size() == 1
            ? "this file does"
            : "this file and " + (doubtful.size() - 1) + " more do";
    return Optional.of(
        Problem.warning(
            Codes.UNTRUSTED,
            Location.ofFile(first),
            files + " not belong to root alone; apply would refuse that"));
  }

  private Optional<String> linked(Path path) {
    try {
      return refusalOf(path.toRealPath().resolveSibling("."))
          .map(w -> "is a link into a directory that " + w);
    } catch (IOException _) {
      return Optional.of("is a link that has changed");
    }
  }

  private Optional<String> refusalOf(Path path) throws IOException {
    return refusal(Stat.of(path));
  }

  /** Why others than root and this user can write to it; empty: they cannot. */
  Optional<String> refusal(Stat stat) {
    if (stat.owner() != 0 && stat.owner() != SELF) {
      return Optional.of("belongs to user " + stat.owner());
    }
    return (stat.mode() & OTHERS_WRITE) == 0
        ? Optional.empty()
        : Optional.of(
            "can be written by others (mode " + Integer.toOctalString(stat.permissions()) + ")");
  }

  private static Problem error(String file, String message) {
    return Problem.error(Codes.UNTRUSTED, Location.ofFile(file), message);
  }

  private static int effectiveUser() {
    try {
      return Stat.of(Path.of("/proc/self")).owner();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot tell the user of this process", e);
    }
  }
}
