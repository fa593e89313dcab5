package vcg.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import vcg.guest.GuestFiles;
import vcg.linux.StateDirectory;
import vcg.linux.Terminal;
import vcg.model.Desired;
import vcg.model.GuestId;
import vcg.read.DomainFiles;
import vcg.report.Printable;

/** {@code vcg logs GUEST [-f] [-n LINES]}: what its process printed. */
final class LogsCommand {
  private final Console console;
  private final boolean isTerminal;
  private final LogText text = new LogText();

  private LogsCommand(Console console, boolean isTerminal) {
    this.console = console;
    this.isTerminal = isTerminal;
  }

  static ExitCode run(Arguments arguments, Console console)
      throws UsageException, IOException, InterruptedException {
    if (arguments.operands().size() != 1) {
      throw new UsageException("logs takes one guest");
    }
    int lines = arguments.has(Option.LINES) ? arguments.number(Option.LINES) : Integer.MAX_VALUE;
    Desired desired =
        Stages.desired(arguments, List.of(arguments.domains()), DomainFiles.Trust.WARN);
    StateDirectory records = new StateDirectory(Stages.stateDirectory(arguments));
    GuestId id = GuestName.find(arguments.operands().getFirst(), desired, records.guests());
    GuestFiles files = Stages.files(arguments);
    LogsCommand command = new LogsCommand(console, Terminal.isOutput());
    try (LogFollower log = LogFollower.of(files.log(id))) {
      boolean none = command.print(files.olderLog(id), log, lines);
      if (none) {
        console.note("vcg: " + Printable.line(id.name()) + " has printed nothing yet\n");
      }
      if (arguments.has(Option.FOLLOW)) {
        command.follow(log);
      }
    }
    return ExitCode.OK;
  }

  /** Prints what is there; gives whether that is nothing. */
  private boolean print(Path older, LogFollower log, int lines) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try {
      all.write(Files.readAllBytes(older));
    } catch (NoSuchFileException _) {
      // there was no process before this one
    }
    for (byte[] more = log.next(); more.length > 0; more = log.next()) {
      all.write(more);
    }
    print(last(all.toByteArray(), lines));
    return all.size() == 0;
  }

  private void follow(LogFollower log) throws IOException, InterruptedException {
    while (!console.isBroken()) {
      byte[] more = log.next();
      if (more.length > 0) {
        print(more);
      } else {
        log.await();
      }
    }
  }

  private void print(byte[] bytes) {
    if (isTerminal) {
      console.data(text.of(bytes));
    } else {
      console.data(bytes);
    }
  }

  /** The last lines; one that has not ended yet counts. */
  static byte[] last(byte[] bytes, int lines) {
    int from = bytes.length;
    int left = lines;
    while (from > 0 && left > 0) {
      from--;
      while (from > 0 && bytes[from - 1] != '\n') {
        from--;
      }
      left--;
    }
    return Arrays.copyOfRange(bytes, from, bytes.length);
  }
}
