package vcg.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import vcg.guest.GuestFiles;
import vcg.guest.Networks;
import vcg.linux.Accounts;
import vcg.model.Actual;
import vcg.model.Desired;
import vcg.model.GuestUser;
import vcg.model.Plan;
import vcg.plan.PlanOptions;
import vcg.plan.Planner;
import vcg.read.DomainFiles;
import vcg.report.ProblemText;
import vcg.validate.Rules;

/** The stages that several commands join in the same way. */
final class Stages {
  private Stages() {}

  static Desired desired(Arguments arguments, List<String> named, DomainFiles.Trust trust)
      throws IOException, UsageException {
    Networks networks = HostOptions.networks(arguments);
    return networks.resolve(
        Rules.across(DomainFiles.read(named, trust, Rules::ofGuest, Rules::ofPartition)));
  }

  /** What becomes of files of others where a command acts on the host. */
  static DomainFiles.Trust trust(Arguments arguments) {
    return arguments.has(Option.TRUST_ANY_OWNER)
        ? DomainFiles.Trust.WARN
        : DomainFiles.Trust.STRICT;
  }

  /** Prints what is wrong with the documents, or that they are not there. */
  static void note(Desired desired, Console console) {
    console.note(ProblemText.diagnostics(desired, console.colour()));
    if (!desired.present()) {
      console.note("vcg: " + ProblemText.summary(desired) + "\n");
    }
  }

  static Plan plan(Arguments arguments, Desired desired, Actual actual)
      throws UsageException, IOException {
    return Planner.plan(desired, actual, options(arguments, arguments.number(Option.ALLOW_STOPS)));
  }

  static GuestFiles files(Arguments arguments) {
    return new GuestFiles(
        Path.of(arguments.get(Option.RUN_DIR, "/run/vcg")).toAbsolutePath(),
        stateDirectory(arguments));
  }

  static Path stateDirectory(Arguments arguments) {
    return Path.of(arguments.get(Option.STATE_DIR, "/var/lib/vcg")).toAbsolutePath();
  }

  /** What a plan says of its input, whatever is done with it; empty: nothing. */
  static Optional<ExitCode> inputCode(Plan plan, Desired desired) {
    if (!plan.refusals().isEmpty()) {
      return Optional.of(ExitCode.REFUSED);
    }
    if (plan.problems().stream().anyMatch(vcg.model.Problem::isError)) {
      return Optional.of(ExitCode.INVALID);
    }
    return desired.present() ? Optional.empty() : Optional.of(ExitCode.UNREACHABLE);
  }

  /** What the operator allows. */
  static PlanOptions options(Arguments arguments, int allowedStops)
      throws UsageException, IOException {
    return new PlanOptions(
        allowedStops,
        arguments.has(Option.ALLOW_BELOW_USE),
        files(arguments),
        user(arguments),
        Instant.now());
  }

  /** Whom virtual machines run as. */
  static Optional<GuestUser> user(Arguments arguments) throws UsageException, IOException {
    Optional<String> name = arguments.get(Option.GUEST_USER);
    if (name.isEmpty()) {
      return Optional.empty();
    }
    Optional<GuestUser> user = Accounts.find(name.get());
    if (user.isEmpty()) {
      throw new UsageException(
          "--guest-user is \""
              + name.get()
              + "\", must be a user of this host other than root, or UID:GID");
    }
    return user;
  }
}
