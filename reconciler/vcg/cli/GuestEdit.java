package vcg.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import vcg.linux.StateLock;
import vcg.model.Actual;
import vcg.model.ActualGuest;
import vcg.model.Desired;
import vcg.model.Guest;
import vcg.model.GuestId;
import vcg.model.GuestRecord;
import vcg.model.Plan;
import vcg.model.PlannedGuest;
import vcg.model.Policy;
import vcg.model.Reading;
import vcg.plan.OneGuest;
import vcg.read.DomainEditor;
import vcg.read.DomainFile;
import vcg.read.DomainFiles;
import vcg.read.DomainReader;
import vcg.read.EditRefused;
import vcg.report.EditJson;
import vcg.report.LineDiff;
import vcg.report.PlanText;
import vcg.report.Printable;
import vcg.report.ProblemText;
import vcg.validate.Rules;

/** Changes values in the file of one guest, then applies that file, and no other. */
final class GuestEdit {
  private final Arguments arguments;
  private final Console console;
  private final LiveHost host;
  private final GuestId id;
  private final Desired files;

  /** Who applies the file; empty: this command does. */
  private final Optional<DaemonLink> daemon;

  private GuestEdit(
      Arguments arguments,
      Console console,
      LiveHost host,
      GuestId id,
      Desired files,
      Optional<DaemonLink> daemon) {
    this.arguments = arguments;
    this.console = console;
    this.host = host;
    this.id = id;
    this.files = files;
    this.daemon = daemon;
  }

  static ExitCode run(
      Arguments arguments, Console console, String word, List<Assignment> assignments)
      throws UsageException, IOException, InterruptedException {
    if (arguments.has(Option.DRY_RUN)) {
      return edit(arguments, console, word, assignments, DomainFiles.Trust.WARN, Optional.empty());
    }
    Optional<DaemonLink> daemon = DaemonLink.find(arguments);
    if (daemon.isPresent()) {
      try (DaemonLink _ = daemon.get()) {
        return edit(arguments, console, word, assignments, Stages.trust(arguments), daemon);
      }
    }
    String command = "vcg " + arguments.command().word();
    try (StateLock _ = StateLock.acquire(Stages.stateDirectory(arguments), command)) {
      return edit(arguments, console, word, assignments, Stages.trust(arguments), Optional.empty());
    }
  }

  private static ExitCode edit(
      Arguments arguments,
      Console console,
      String word,
      List<Assignment> assignments,
      DomainFiles.Trust trust,
      Optional<DaemonLink> daemon)
      throws UsageException, IOException, InterruptedException {
    Desired files =
        DomainFiles.read(List.of(arguments.domains()), trust, Rules::ofGuest, Rules::ofPartition);
    if (!files.present()) {
      Stages.note(files, console);
      return ExitCode.UNREACHABLE;
    }
    LiveHost host = LiveHost.open(arguments);
    GuestId id = GuestName.find(word, files, host.records().guests());
    return new GuestEdit(arguments, console, host, id, files, daemon).edit(assignments);
  }

  private ExitCode edit(List<Assignment> assignments)
      throws UsageException, IOException, InterruptedException {
    Reading before = reading();
    if (before.guest().isEmpty()) {
      refuse(before, "the file is left as it is: correct it first");
      return ExitCode.INVALID;
    }
    DomainFile file = DomainFile.read(Path.of(before.file()));
    checkStill(before.guest().get(), before.file(), file.content());
    byte[] bytes = file.content();
    for (Assignment assignment : assignments) {
      bytes = changed(before.file(), bytes, assignment);
    }
    Desired desired = with(new DomainReader(Rules::ofGuest).read(before.file(), bytes));
    Reading after = reading(desired, before.file());
    if (after.guest().isEmpty()) {
      refuse(after, "nothing was written");
      return ExitCode.INVALID;
    }
    if (!after.guest().get().id().equals(id)) {
      throw new UsageException(
          "this would make another guest of it, "
              + after.guest().get().id().fileName()
              + " instead of "
              + id.fileName()
              + "; nothing was written");
    }
    console.note(ProblemText.refused(after, "", console.colour())); // what is left are warnings
    return carryOut(new Change(file, before.guest().get(), after.guest().get(), bytes), desired);
  }

  /** A change of a file that may be made. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Change(DomainFile file, Guest before, Guest after, byte[] bytes) {
    boolean isNone() {
      return Arrays.equals(file.content(), bytes);
    }

    String diff() {
      return LineDiff.of(
          after.at().file(),
          new String(file.content(), StandardCharsets.UTF_8),
          new String(bytes, StandardCharsets.UTF_8));
    }

    /** Whether the guest is to run now and was not before. */
    boolean switchesOn() {
      return before.policy().run() == Policy.Run.SHUTOFF
          && after.policy().run() != Policy.Run.SHUTOFF;
    }
  }

  private ExitCode carryOut(Change change, Desired desired)
      throws UsageException, IOException, InterruptedException {
    String name = change.after().at().file();
    Actual actual = host.observe(desired);
    Plan plan = OneGuest.of(Stages.plan(arguments, desired, actual), id, name);
    boolean rests = rests(plan, actual) && !change.switchesOn();
    if (arguments.has(Option.DRY_RUN)) {
      return show(change, rests ? OneGuest.nothing(plan) : plan, desired, rests);
    }
    if (change.isNone()) {
      console.say(Printable.line(id.name() + ": " + name + " says so already") + "\n");
    } else {
      change.file().replace(change.bytes());
      console.say(Printable.line(id.name() + ": wrote " + name) + "\n");
    }
    if (rests) {
      console.say(Printable.line(resting()) + "\n");
      return ExitCode.OK;
    }
    return daemon.isPresent()
        ? DaemonOutcome.ofLook(daemon.get(), id, console)
        : apply(name, desired, actual, plan);
  }

  private ExitCode apply(String name, Desired desired, Actual actual, Plan plan)
      throws IOException, InterruptedException {
    if (plan.isEmpty()) {
      console.say(PlanText.of(plan, console.colour()));
    }
    boolean failed = true;
    try {
      ExitCode code = ApplyCommand.apply(console, host, desired, actual, plan);
      failed = code == ExitCode.FAILED;
      return code;
    } finally {
      if (failed) {
        console.note(
            "vcg: "
                + Printable.line(name)
                + " has the new value, which is not in force yet; vcg apply tries again\n");
      }
    }
  }

  private ExitCode show(Change change, Plan plan, Desired desired, boolean rests)
      throws UsageException {
    if (arguments.choice(Option.FORMAT).equals("json")) {
      console.data(EditJson.of(change.after().at().file(), change.diff(), plan));
    } else {
      console.say(change.diff());
      console.say(rests ? Printable.line(resting()) + "\n" : PlanText.of(plan, console.colour()));
    }
    return Stages.inputCode(plan, desired).orElse(ExitCode.OK);
  }

  /**
   * Whether the guest does not run. To edit its file is no reason to start it, also where apply
   * would.
   */
  private boolean rests(Plan plan, Actual actual) {
    boolean runs =
        Optional.ofNullable(actual.guests().get(id)).flatMap(ActualGuest::running).isPresent();
    return !runs || plan.guests().stream().anyMatch(g -> g.action() == PlannedGuest.Action.START);
  }

  private String resting() {
    return id.name() + ": not running, the file counts from its next start";
  }

  private static byte[] changed(String file, byte[] bytes, Assignment assignment)
      throws UsageException {
    try {
      return DomainEditor.set(file, bytes, assignment.path(), assignment.value());
    } catch (EditRefused e) {
      throw new UsageException(Printable.line(String.valueOf(e.getMessage())));
    }
  }

  /** The file of the guest among all files, with what they say about each other. */
  private Reading reading() throws IOException {
    Optional<Reading> found =
        Rules.across(files).readings().stream()
            .filter(r -> r.guest().map(Guest::id).or(r::claims).filter(id::equals).isPresent())
            .findFirst();
    if (found.isPresent()) {
      return found.get();
    }
    String last =
        host.records().guests().stream()
            .filter(r -> r.id().equals(id))
            .map(GuestRecord::file)
            .findFirst()
            .orElse("");
    throw new IOException(
        Printable.line(
            id.name()
                + " is in no file of "
                + files.source()
                + " any more, vcg only remembers it from "
                + last
                + "; there is nothing to change"));
  }

  private Desired with(Reading changed) {
    List<Reading> readings =
        files.readings().stream().map(r -> r.file().equals(changed.file()) ? changed : r).toList();
    return Rules.across(new Desired(files.source(), files.present(), readings, files.notices()));
  }

  private static Reading reading(Desired desired, String file) {
    return desired.readings().stream().filter(r -> r.file().equals(file)).findFirst().orElseThrow();
  }

  /** The file was read twice, for all guests and for this one. */
  private static void checkStill(Guest guest, String file, byte[] content) throws IOException {
    Optional<String> digest =
        new DomainReader(Rules::ofGuest).read(file, content).guest().map(Guest::digest);
    if (!digest.equals(Optional.of(guest.digest()))) {
      throw new IOException(file + " was changed by somebody else in the meantime; try again");
    }
  }

  private void refuse(Reading reading, String effect) {
    console.note(ProblemText.refused(reading, effect, console.colour()));
  }
}
