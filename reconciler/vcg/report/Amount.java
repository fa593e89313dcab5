package vcg.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import vcg.model.Change;
import vcg.model.PlannedPartition;

/**
 * How much some steps do, as people count it.
 *
 * @param cgroups directories that are made or removed
 * @param values settings that are written
 * @param rules of devices that are allowed or denied; the program of a v2 directory counts as the
 *     rules that it stands for, so that both kernel interfaces give the same number
 * @param writes that change what is in force, in the kernel or in a virtual machine; directories,
 *     the controllers they have and moves of processes are not among them
 */
record Amount(int cgroups, int values, int rules, int writes) {
  private static final Amount NOTHING = new Amount(0, 0, 0, 0);

  static Amount of(List<Change> steps) {
    return steps.stream().map(Amount::of).reduce(NOTHING, Amount::plus);
  }

  /** What is done to a partition, before and after its guests. */
  static List<Change> steps(PlannedPartition partition) {
    return Stream.concat(partition.steps().stream(), partition.after().stream()).toList();
  }

  private static Amount of(Change step) {
    return switch (step) {
      case Change.CreateCgroup _, Change.RemoveCgroup _ -> new Amount(1, 0, 0, 0);
      case Change.WriteSetting _ -> new Amount(0, 1, 0, 1);
      case Change.AllowDevice _, Change.DenyDevice _ -> new Amount(0, 0, 1, 1);
      case Change.AttachDevices attach -> new Amount(0, 0, attach.policy().rules().size(), 1);
      case Change.MovePages _,
          Change.DenyDevices _,
          Change.ConnectTap _,
          Change.ChangeLive _,
          Change.SetScheduler _ ->
          new Amount(0, 0, 0, 1);
      case Change.SetControllers _,
          Change.MakeThreaded _,
          Change.MoveThread _,
          Change.MoveProcess _,
          Change.GrantAccess _,
          Change.RevokeAccess _,
          Change.StartGuest _,
          Change.StopGuest _,
          Change.ClearContainer _,
          Change.AddTap _,
          Change.AddVeth _,
          Change.AddMacvtap _,
          Change.RemoveTap _,
          Change.PauseGuest _,
          Change.ResumeGuest _,
          Change.ResetGuest _ ->
          NOTHING;
    };
  }

  private Amount plus(Amount other) {
    return new Amount(
        cgroups + other.cgroups, values + other.values, rules + other.rules, writes + other.writes);
  }

  /** What there is of it, such as {@code 7 cgroups, 2 values}; empty: nothing that is counted. */
  String text() {
    List<String> parts = new ArrayList<>();
    if (cgroups > 0) {
      parts.add(count(cgroups, "cgroup"));
    }
    if (values > 0) {
      parts.add(count(values, "value"));
    }
    if (rules > 0) {
      parts.add(count(rules, "device rule"));
    }
    return String.join(", ", parts);
  }

  /** The same where the plural is another word. */
  static String count(long number, String one, String several) {
    return number + " " + (number == 1 ? one : several);
  }

  /** A number and what it counts. */
  static String count(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }
}
