package vcg.cli;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import vcg.guest.Commands;
import vcg.guest.FirmwareChoice;
import vcg.guest.GuestFiles;
import vcg.guest.HostTables;
import vcg.linux.RunFiles;
import vcg.model.Command;
import vcg.model.Desired;
import vcg.model.Guest;
import vcg.model.GuestId;
import vcg.model.Located;
import vcg.observe.Observer;
import vcg.read.DomainFiles;
import vcg.report.CommandText;

/** {@code vcg explain GUEST --command}: what a domain file becomes, running or not. */
final class ExplainCommand {
  private ExplainCommand() {}

  static ExitCode run(Arguments arguments, Console console) throws UsageException, IOException {
    if (arguments.operands().size() != 1) {
      throw new UsageException("explain takes one guest");
    }
    if (!arguments.has(Option.COMMAND)) {
      throw new UsageException("explain needs --command: there is nothing else to show yet");
    }
    Desired desired =
        Stages.desired(arguments, List.of(arguments.domains()), DomainFiles.Trust.WARN);
    GuestId id = GuestName.find(arguments.operands().getFirst(), desired, List.of());
    Optional<Guest> stated = desired.guests().stream().filter(g -> g.id().equals(id)).findFirst();
    if (stated.isEmpty()) {
      Stages.note(desired, console);
      return ExitCode.INVALID;
    }
    List<Guest> one = List.of(stated.get());
    Guest guest =
        HostTables.told(
            FirmwareChoice.chosen(stated.get(), Observer.firmware(one)), Observer.tables(one));
    Optional<Located<String>> lacking =
        FirmwareChoice.refusal(guest).or(() -> HostTables.refusal(guest));
    if (lacking.isPresent()) {
      throw new IOException(lacking.get().at() + ": " + lacking.get().value());
    }
    GuestFiles files = Stages.files(arguments);
    Command command = Commands.of(guest, Observer.inside(guest, new RunFiles(files)), files);
    console.data(
        arguments.choice(Option.FORMAT).equals("json")
            ? CommandText.json(command)
            : CommandText.of(command));
    return ExitCode.OK;
  }
}
