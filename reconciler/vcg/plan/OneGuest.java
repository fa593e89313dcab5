package vcg.plan;

import java.util.List;
import java.util.stream.Stream;
import vcg.cgroup.Knob;
import vcg.model.Change;
import vcg.model.GuestId;
import vcg.model.Plan;
import vcg.model.PlannedGuest;
import vcg.model.PlannedPartition;
import vcg.model.Problem;

/** What a plan does to one guest, and nothing that it does to others. */
public final class OneGuest {
  private OneGuest() {}

  /**
   * The part of a plan that is about one guest: its steps, and of its partitions what they need. A
   * guard's refusal stays where it is the guest's own.
   *
   * @param file the guest's domain file, as problems name it
   */
  public static Plan of(Plan whole, GuestId id, String file) {
    List<PlannedGuest> guests = whole.guests().stream().filter(g -> g.id().equals(id)).toList();
    List<PlannedPartition> partitions = guests.stream().flatMap(g -> partitions(whole, g)).toList();
    boolean refused =
        guests.stream()
            .anyMatch(g ->
                g.action() == PlannedGuest.Action.HOLD && g.reason().equals(Guard.STOP_REFUSED));
    List<Problem> problems =
        whole.problems().stream().filter(p -> p.at().file().equals(file)).toList();
    return part(whole, partitions, guests, problems, refused ? whole.refusals() : List.of());
  }

  /** The partitions of a plan that have to be made ready before the steps of one guest. */
  public static Stream<PlannedPartition> partitions(Plan whole, PlannedGuest guest) {
    return needsPartition(guest)
        ? whole.partitions().stream()
            .filter(
                p -> guest.record().filter(r -> r.cgroup().contains(p.path() + "/")).isPresent())
            .flatMap(OneGuest::needed)
        : Stream.empty();
  }

  /** The same plan without any step. */
  public static Plan nothing(Plan plan) {
    return part(plan, List.of(), List.of(), plan.problems(), List.of());
  }

  private static Plan part(
      Plan whole,
      List<PlannedPartition> partitions,
      List<PlannedGuest> guests,
      List<Problem> problems,
      List<String> refusals) {
    return new Plan(
        whole.source(),
        whole.desired(),
        whole.actual(),
        partitions,
        guests,
        List.of(),
        problems,
        refusals,
        whole.warnings(),
        whole.allowedStops(),
        whole.valuesRead());
  }

  /** Whether a step does not succeed unless the directories above are there and large enough. */
  private static boolean needsPartition(PlannedGuest guest) {
    return guest.steps().stream()
        .anyMatch(step ->
            switch (step) {
              case Change.CreateCgroup _, Change.StartGuest _ -> true;
              case Change.WriteSetting write -> writesInherited(write);
              case Change.MoveProcess _,
                  Change.MoveThread _,
                  Change.SetScheduler _,
                  Change.SetControllers _,
                  Change.MakeThreaded _,
                  Change.MovePages _,
                  Change.DenyDevices _,
                  Change.AllowDevice _,
                  Change.DenyDevice _,
                  Change.AttachDevices _,
                  Change.GrantAccess _,
                  Change.RevokeAccess _,
                  Change.StopGuest _,
                  Change.ClearContainer _,
                  Change.AddTap _,
                  Change.ConnectTap _,
                  Change.AddVeth _,
                  Change.AddMacvtap _,
                  Change.RemoveTap _,
                  Change.PauseGuest _,
                  Change.ResumeGuest _,
                  Change.ChangeLive _,
                  Change.ResetGuest _,
                  Change.RemoveCgroup _ ->
                  false;
            });
  }

  private static boolean writesInherited(Change.WriteSetting write) {
    return write.reads().keySet().stream().anyMatch(Knob::inherited);
  }

  /** A partition that is made is made whole; of one that is there only what guests inherit. */
  private static Stream<PlannedPartition> needed(PlannedPartition partition) {
    return switch (partition.action()) {
      case CREATE -> Stream.of(partition);
      case REMOVE, HOLD, NONE -> Stream.empty();
      case LIVE, REPAIR -> {
        List<Change> steps =
            partition.steps().stream()
                .filter(s ->
                    s instanceof Change.SetControllers
                        || (s instanceof Change.WriteSetting write && writesInherited(write)))
                .toList();
        yield steps.isEmpty()
            ? Stream.empty()
            : Stream.of(
                new PlannedPartition(
                    partition.path(),
                    partition.action(),
                    partition.reason(),
                    partition.at(),
                    partition.differences(),
                    steps,
                    List.of(),
                    partition.record()));
      }
    };
  }
}
