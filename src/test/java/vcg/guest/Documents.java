package vcg.guest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import vcg.model.Command;
import vcg.model.Guest;
import vcg.model.Problem;
import vcg.model.Reading;
import vcg.read.DomainReader;
import vcg.validate.Rules;

/**
 * Documents, each in a folder: {@code domain.xml}, {@code command.txt} with the command line that
 * it becomes, {@code qmp.txt} with what QEMU must report once it runs that. Files that must exist
 * start with {@code /images/}.
 */
final class Documents {
  static final Path FOLDER = Path.of("src/test/resources/vcg/documents");

  private Documents() {}

  static List<String> all() throws IOException {
    try (Stream<Path> folders = Files.list(FOLDER)) {
      return folders.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  /** Those that QEMU can run anywhere: without what it must report, a document needs KVM. */
  static List<String> emulated() throws IOException {
    return all().stream().filter(d -> Files.exists(FOLDER.resolve(d).resolve("qmp.txt"))).toList();
  }

  /** The guest that a document describes; it must be valid. */
  static Guest guest(String name) throws IOException {
    Path file = FOLDER.resolve(name).resolve("domain.xml");
    Reading reading = new DomainReader(Rules::ofGuest).read(file, "domain.xml");
    return reading
        .guest()
        .orElseThrow(() ->
            new AssertionError(
                name + ": " + reading.problems().stream().map(Problem::toString).toList()));
  }

  /** One option a line. */
  static String text(Command command) {
    StringBuilder text = new StringBuilder(command.program()).append('\n');
    for (Command.Option option : command.options()) {
      text.append(option.name());
      option.value().ifPresent(value -> text.append(' ').append(value));
      text.append('\n');
    }
    return text.toString();
  }
}
