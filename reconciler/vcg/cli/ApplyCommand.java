package vcg.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import vcg.linux.StateLock;
import vcg.model.Actual;
import vcg.model.Desired;
import vcg.model.GuestRecord;
import vcg.model.Outcome;
import vcg.model.Plan;
import vcg.model.PlannedGuest;
import vcg.model.PlannedGuest.Action;
import vcg.plan.Planner;
import vcg.read.DomainFiles;
import vcg.report.OutcomeText;
import vcg.report.PlanText;
import vcg.report.Printable;
import vcg.report.SavedPlan;

/** {@code vcg apply [DIR | --plan FILE]}. */
final class ApplyCommand {
  private final Arguments arguments;
  private final Console console;

  private ApplyCommand(Arguments arguments, Console console) {
    this.arguments = arguments;
    this.console = console;
  }

  static ExitCode run(Arguments arguments, Console console)
      throws UsageException, IOException, InterruptedException {
    if (arguments.has(Option.PLAN) && !arguments.operands().isEmpty()) {
      throw new UsageException("apply takes a directory or --plan FILE, not both");
    }
    if (arguments.has(Option.PLAN) && arguments.has(Option.ALLOW_STOPS)) {
      throw new UsageException("a saved plan says itself how many stops were allowed");
    }
    arguments.number(Option.ALLOW_STOPS); // before anything is made
    ApplyCommand command = new ApplyCommand(arguments, console);
    try (StateLock _ = StateLock.acquire(Stages.stateDirectory(arguments), "vcg apply")) {
      return arguments.has(Option.PLAN) ? command.saved() : command.fresh();
    }
  }

  private ExitCode fresh() throws UsageException, IOException, InterruptedException {
    Desired desired = Stages.desired(arguments, List.of(arguments.directory()), trust());
    LiveHost host = LiveHost.open(arguments, why -> console.note("vcg: " + why + "\n"));
    Actual actual = host.actor().observe(desired);
    Plan plan = Stages.plan(arguments, desired, actual);
    Stages.note(desired, console);
    if (plan.isEmpty()) {
      console.say(PlanText.of(plan, console.colour()));
    }
    return apply(console, host, desired, actual, plan);
  }

  private ExitCode saved() throws UsageException, IOException, InterruptedException {
    String file = arguments.get(Option.PLAN).orElseThrow();
    SavedPlan saved = read(file);
    Desired desired = Stages.desired(arguments, List.of(saved.source()), trust());
    LiveHost host = LiveHost.open(arguments, why -> console.note("vcg: " + why + "\n"));
    Actual actual = host.actor().observe(desired);
    Plan plan = Planner.plan(desired, actual, Stages.options(arguments, saved.allowedStops()));
    if (!saved.holds(plan)) {
      console.note(
          "vcg: " + file + " is stale: " + saved.moved(plan) + "; nothing was done, plan again\n");
      return ExitCode.REFUSED;
    }
    return apply(console, host, desired, actual, plan);
  }

  private static SavedPlan read(String file) throws IOException {
    try {
      return SavedPlan.parse(Files.readString(Path.of(file)));
    } catch (IllegalArgumentException e) {
      throw new IOException("cannot read plan " + file + ": " + e.getMessage(), e);
    }
  }

  /** Carries out a plan and prints what became of it. */
  static ExitCode apply(Console console, LiveHost host, Desired desired, Actual actual, Plan plan)
      throws IOException, InterruptedException {
    List<GuestRecord> remembered =
        actual.guests().values().stream().flatMap(g -> g.record().stream()).toList();
    Outcome outcome =
        host.applier()
            .apply(plan, remembered, result -> console.say(OutcomeText.line(plan, result) + "\n"));
    if (!plan.isEmpty()) {
      console.say(OutcomeText.held(plan));
      plan.warnings().forEach(what -> console.note("vcg: warning: " + Printable.line(what) + "\n"));
      plan.refusals().forEach(why -> console.note("vcg: refused: " + why + "\n"));
      console.say(OutcomeText.summary(outcome) + "\n");
    }
    if (outcome.failed()) {
      return ExitCode.FAILED;
    }
    boolean pending =
        plan.count(Action.HOLD) > 0
            || outcome.waits()
            || plan.guests().stream().anyMatch(PlannedGuest::leavesSomething);
    ExitCode converged = pending ? ExitCode.NOT_CONVERGED : ExitCode.OK;
    return Stages.inputCode(plan, desired).orElse(converged);
  }

  private DomainFiles.Trust trust() {
    return Stages.trust(arguments);
  }
}
