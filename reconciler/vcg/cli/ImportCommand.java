package vcg.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import vcg.guest.Networks;
import vcg.linux.Virsh;
import vcg.model.Reading;
import vcg.read.DomainEditor;
import vcg.read.DomainImport;
import vcg.read.DomainImport.Imported;
import vcg.read.EditRefused;
import vcg.report.ImportText;
import vcg.report.Printable;
import vcg.report.ProblemText;
import vcg.validate.Rules;

/** {@code vcg import FILE...|-|--all [--out DIR]}: domain files out of libvirt's documents. */
final class ImportCommand {
  private static final String NOT_WRITTEN = "nothing was written";

  private final Console console;
  private final DomainImport imports = new DomainImport(Rules::ofGuest);
  private final Optional<ImportDirectory> directory;
  private final Networks networks;
  private final Set<ExitCode> codes = EnumSet.noneOf(ExitCode.class);

  private ImportCommand(Arguments arguments, Console console) throws UsageException, IOException {
    this.console = console;
    this.networks = HostOptions.networks(arguments);
    Optional<String> out = arguments.get(Option.OUT);
    boolean force = arguments.has(Option.FORCE);
    this.directory =
        out.isEmpty()
            ? Optional.empty()
            : Optional.of(ImportDirectory.open(Path.of(out.get()), force));
  }

  static ExitCode run(Arguments arguments, Console console, InputStream in)
      throws UsageException, IOException, InterruptedException {
    check(arguments);
    ImportCommand command = new ImportCommand(arguments, console);
    if (arguments.has(Option.ALL)) {
      command.all(new Virsh());
    }
    for (String file : arguments.operands()) {
      command.take(
          file.equals("-")
              ? command.imports.stream(in, "-")
              : command.imports.file(Path.of(file), file));
    }
    return command.codes.stream().findFirst().orElse(ExitCode.OK);
  }

  private static void check(Arguments arguments) throws UsageException {
    int files = arguments.operands().size();
    if (arguments.has(Option.ALL) == files > 0) {
      throw new UsageException("import takes files, - for standard input, or --all");
    }
    if (files > 1 && !arguments.has(Option.OUT)) {
      throw new UsageException("import of several files needs --out DIR");
    }
    if (arguments.has(Option.FORCE) && !arguments.has(Option.OUT)) {
      throw new UsageException("--force goes with --out");
    }
  }

  private void all(Virsh virsh) throws IOException, InterruptedException {
    List<Virsh.Domain> shutOff = virsh.shutOff();
    for (Virsh.Domain domain : virsh.domains()) {
      try {
        Imported imported = imports.content(domain.name(), virsh.document(domain));
        boolean rests = shutOff.contains(domain) && imported.reading().isValid();
        if (directory.isPresent()) {
          take(rests ? resting(imported) : imported);
        } else if (note(imported)) {
          console.say(Printable.line(domain.name()) + ": can be imported\n");
        }
      } catch (IOException e) {
        failed(e);
      }
    }
  }

  /** What is shut off there is not started here by having been imported. */
  private Imported resting(Imported imported) {
    String path = "metadata/vcg:policy@run";
    try {
      byte[] document =
          DomainEditor.set(imported.reading().file(), imported.document(), path, "shutoff");
      return imports.content(imported.reading().file(), document).with(imported.dropped());
    } catch (EditRefused e) {
      throw new IllegalStateException("every document takes a policy", e);
    }
  }

  private void take(Imported imported) {
    if (!note(imported)) {
      return;
    }
    if (directory.isEmpty()) {
      console.data(imported.text());
      return;
    }
    try {
      ImportDirectory.Result result = directory.get().put(imported);
      if (result.refused().isPresent()) {
        refuse(result.refused().get());
      } else {
        console.say(Printable.line(result.said()) + "\n");
      }
    } catch (IOException e) {
      failed(e);
    }
  }

  /** Says what was left out and what is wrong; gives whether the document can be used. */
  private boolean note(Imported imported) {
    Reading reading = imported.reading();
    if (!console.quiet()) {
      console.note(ImportText.of(reading.file(), imported.dropped()));
    }
    if (!reading.isValid()) {
      refuse(reading);
      return false;
    }
    console.note(ProblemText.refused(reading, "", console.colour())); // warnings
    networks
        .resolve(reading)
        .guest()
        .flatMap(Networks::unknown)
        .ifPresent(why -> console.note(Printable.line(why.at() + ": " + why.value()) + "\n"));
    return true;
  }

  private void refuse(Reading reading) {
    console.note(ProblemText.refused(reading, NOT_WRITTEN, console.colour()));
    codes.add(ExitCode.INVALID);
  }

  private void failed(IOException e) {
    console.note("vcg: " + Printable.line(Failures.text(e)) + "\n");
    codes.add(ExitCode.FAILED);
  }
}
