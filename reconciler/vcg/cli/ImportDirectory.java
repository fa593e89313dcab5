package vcg.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import vcg.model.Desired;
import vcg.model.Guest;
import vcg.model.Policy;
import vcg.model.Reading;
import vcg.read.DomainFile;
import vcg.read.DomainFiles;
import vcg.read.DomainImport.Imported;
import vcg.read.DomainReader;
import vcg.validate.Rules;

/** A directory of domain files to which others are added, none of which makes another invalid. */
final class ImportDirectory {
  private final Path directory;
  private final boolean force;
  private final Set<String> written = new TreeSet<>();
  private Desired files;

  private ImportDirectory(Path directory, boolean force, Desired files) {
    this.directory = directory;
    this.force = force;
    this.files = files;
  }

  /**
   * Looks at what is there.
   *
   * @param force whether files are overwritten
   */
  static ImportDirectory open(Path directory, boolean force) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new IOException(directory + ": no such directory");
    }
    Desired files =
        DomainFiles.read(
            List.of(directory.toString()),
            DomainFiles.Trust.WARN,
            Rules::ofGuest,
            Rules::ofPartition);
    return new ImportDirectory(directory, force, files);
  }

  /**
   * What became of a document.
   *
   * @param refused what is wrong with it beside the other files; empty: it is there
   * @param said what was done
   */
  record Result(Optional<Reading> refused, String said) {}

  /**
   * Puts a valid document into the file that is named after its guest.
   *
   * @throws IOException among others, when there is another file of that name
   */
  Result put(Imported imported) throws IOException {
    Guest guest = imported.reading().guest().orElseThrow();
    Path file = directory.resolve(fileName(guest.id().name()));
    String shown = file.toString();
    Desired with = with(new DomainReader(Rules::ofGuest).read(shown, imported.document()));
    Reading reading =
        Rules.across(with).readings().stream()
            .filter(r -> r.file().equals(shown))
            .findFirst()
            .orElseThrow();
    if (!reading.isValid()) {
      return new Result(Optional.of(reading), "");
    }
    String name = guest.id().name() + ": ";
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      DomainFile there = DomainFile.read(file);
      if (Arrays.equals(there.content(), imported.document())) {
        return new Result(Optional.empty(), name + shown + " says so already");
      }
      if (!force || written.contains(shown)) {
        throw new IOException(
            shown + " is there already" + (force ? "" : "; --force overwrites it"));
      }
      there.replace(imported.document());
    } else {
      DomainFile.create(file, imported.document());
    }
    written.add(shown);
    files = with;
    boolean rests = guest.policy().run() == Policy.Run.SHUTOFF;
    return new Result(
        Optional.empty(), name + "wrote " + shown + (rests ? ", to stay shut off" : ""));
  }

  private Desired with(Reading added) {
    List<Reading> readings = new ArrayList<>(files.readings());
    readings.removeIf(r -> r.file().equals(added.file()));
    readings.add(added);
    return new Desired(files.source(), files.present(), readings, files.notices());
  }

  /** The guest's name, in front of which comes what makes a domain file of it. */
  private static String fileName(String guest) {
    String name = guest + ".xml";
    return DomainFiles.isDomainFile(name) ? name : "_" + name;
  }
}
