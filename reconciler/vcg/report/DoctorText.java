package vcg.report;

import java.util.Locale;
import java.util.Optional;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Controller;
import vcg.cgroup.Hierarchy;
import vcg.cgroup.Knob;
import vcg.model.Diagnosis;
import vcg.model.Diagnosis.Check;
import vcg.model.Diagnosis.Tree;
import vcg.model.Host;

/** What looking at a host gave, for people. */
public final class DoctorText {
  private DoctorText() {}

  /** Four tables and a last line that sums up, with a newline at the end. */
  public static String of(Diagnosis found) {
    return String.join(
        "\n",
        host(found.host()),
        controllers(found),
        knobs(found),
        checks(found),
        (found.canStart() ? "Guests can be started." : "No guest can be started.") + "\n");
  }

  private static String host(Host host) {
    return new Columns()
        .row("kernel", host.kernel() + ", pages of " + host.pageBytes() + " bytes")
        .row("layout", host.layout().kind() + " below " + host.layout().parent())
        .row("cpu shares on v2", lower(host.mappings().shares()))
        .row("soft limit on v2", "memory." + lower(host.mappings().softLimit()))
        .text();
  }

  private static String controllers(Diagnosis found) {
    Columns table = new Columns().row("CONTROLLER", "CGROUP", "HIERARCHY", "MOUNT");
    for (Controller controller : Controller.ALL) {
      Optional<Hierarchy> on = Optional.ofNullable(found.host().controllers().get(controller));
      table.row(
          controller.toString(),
          on.map(h -> lower(h.version())).orElse("absent"),
          on.map(Hierarchy::name).orElse("-"),
          on.map(Hierarchy::mount).orElse("-"));
    }
    return table.text() + found.tree().map(tree -> text(tree, found.host())).orElse("");
  }

  private static String text(Tree tree, Host host) {
    return Printable.line(
            "v2 tree at "
                + tree.hierarchy().mount()
                + (host.unified().isPresent() ? "" : ", not used")
                + "; controllers of "
                + host.layout().parent()
                + ": "
                + some(tree.offers())
                + ", handed on: "
                + some(tree.handsOn()))
        + "\n";
  }

  private static String some(String names) {
    return names.isEmpty() ? "none" : names;
  }

  private static String knobs(Diagnosis found) {
    Columns table = new Columns().row("SETTING", "FILE", "HOW KNOWN");
    for (Knob knob : Knob.values()) {
      Optional<String> file = Optional.ofNullable(found.host().files().get(knob));
      table.row(
          knob.element().isEmpty()
              ? "(" + knob.controller() + " " + knob.field() + ")"
              : knob.element(),
          file.orElse("-"),
          file.map(_ -> known(Optional.ofNullable(found.seen().get(knob)))).orElse("absent"));
    }
    return table.text();
  }

  private static String known(Optional<CgroupPath> seen) {
    return seen.map(place -> "seen in " + place).orElse("assumed: no directory has it yet");
  }

  private static String checks(Diagnosis found) {
    Columns table = new Columns().row("CHECK", "RESULT", "");
    for (Check check : found.checks()) {
      table.row(check.subject(), lower(check.verdict()), check.text());
      if (!check.hint().isEmpty()) {
        table.row("", "", "→ " + check.hint());
      }
    }
    return table.text();
  }

  private static String lower(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }
}
