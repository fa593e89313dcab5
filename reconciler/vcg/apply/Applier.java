package vcg.apply;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.PartitionPath;
import vcg.guest.Records;
import vcg.model.Change;
import vcg.model.GuestId;
import vcg.model.GuestRecord;
import vcg.model.Outcome;
import vcg.model.Outcome.Result;
import vcg.model.Plan;
import vcg.model.PlannedGuest;
import vcg.model.PlannedPartition;

/** Carries out plans. */
public final class Applier {
  private final CgroupSteps cgroups;
  private final GuestSteps guests;
  private final Records records;

  public Applier(CgroupSteps cgroups, GuestSteps guests, Records records) {
    this.cgroups = cgroups;
    this.guests = guests;
    this.records = records;
  }

  /**
   * Does every step of a plan, in its order.
   *
   * @param remembered what vcg remembers now, as the plan was made from it
   * @param progress is told of each guest or partition when its steps are done or one failed
   */
  public Outcome apply(Plan plan, Collection<GuestRecord> remembered, Consumer<Result> progress)
      throws InterruptedException {
    List<Result> results = new ArrayList<>();
    Consumer<Result> done =
        result -> {
          results.add(result);
          progress.accept(result);
        };
    Set<PartitionPath> unusable = new TreeSet<>();
    for (PlannedPartition partition : plan.partitions()) {
      if (partition.action() != PlannedPartition.Action.REMOVE) {
        Result result = partition(partition);
        done.accept(result);
        if (result.failure().isPresent()) {
          unusable.add(partition.path());
        }
      }
    }
    Map<GuestId, GuestRecord> known = new HashMap<>();
    remembered.forEach(record -> known.put(record.id(), record));
    for (PlannedGuest guest : plan.guests()) {
      Optional<GuestRecord> before = Optional.ofNullable(known.get(guest.id()));
      if (guest.steps().isEmpty()) {
        remember(guest, before).ifPresent(done);
      } else if (isIn(guest, unusable)) {
        Optional<String> why = Optional.of("its partition could not be made ready");
        done.accept(new Result(guest.id().name(), 0, why));
      } else {
        done.accept(guest(guest, before));
      }
    }
    for (PlannedPartition partition : plan.partitions()) {
      if (partition.action() == PlannedPartition.Action.REMOVE) {
        done.accept(partition(partition));
      }
    }
    return new Outcome(results);
  }

  private static boolean isIn(PlannedGuest guest, Set<PartitionPath> partitions) {
    return guest
        .record()
        .map(record -> new PartitionPath(record.partition()))
        .filter(partitions::contains)
        .isPresent();
  }

  private Result partition(PlannedPartition partition) {
    int done = 0;
    try {
      for (Change step : partition.steps()) {
        switch (step) {
          case Change.CreateCgroup(CgroupPath cgroup) -> create(cgroup);
          case Change.RemoveCgroup(CgroupPath cgroup) -> remove(cgroup);
          case Change.WriteSetting write -> cgroups.write(write);
          case Change.MoveProcess _,
              Change.StartGuest _,
              Change.StopGuest _,
              Change.PauseGuest _,
              Change.ResumeGuest _ ->
              throw new AssertionError("not a step of a partition: " + step);
        }
        done++;
      }
      return new Result(partition.path().path(), done, Optional.empty());
    } catch (IOException e) {
      return new Result(partition.path().path(), done, Optional.of(reason(e)));
    }
  }

  /** The directory is entered before it is made, so that one that was made is always known. */
  private void create(CgroupPath cgroup) throws IOException {
    Set<CgroupPath> made = new TreeSet<>(records.partitions());
    if (made.add(cgroup)) {
      records.putPartitions(made);
    }
    if (!cgroups.create(cgroup)) {
      made.remove(cgroup);
      records.putPartitions(made);
    }
  }

  private void remove(CgroupPath cgroup) throws IOException {
    cgroups.remove(cgroup);
    Set<CgroupPath> made = new TreeSet<>(records.partitions());
    made.remove(cgroup);
    records.putPartitions(made);
  }

  private Result guest(PlannedGuest guest, Optional<GuestRecord> before)
      throws InterruptedException {
    GuestRun run = new GuestRun(guest, before, cgroups, guests, records);
    try {
      run.perform();
      return new Result(guest.id().name(), run.done(), Optional.empty());
    } catch (IOException e) {
      String why = reason(e);
      try {
        run.failed(why);
      } catch (IOException second) { // other guests go on all the same
        why += "; then: " + reason(second);
      }
      return new Result(guest.id().name(), run.done(), Optional.of(why));
    }
  }

  /** Notes what is new about a guest that needs no step; a result only when that fails. */
  private Optional<Result> remember(PlannedGuest guest, Optional<GuestRecord> before) {
    try {
      if (!guest.record().equals(before)) {
        if (guest.record().isPresent()) {
          records.put(guest.record().get());
        } else {
          records.remove(guest.id());
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(new Result(guest.id().name(), 0, Optional.of(reason(e))));
    }
  }

  private static String reason(IOException e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }
}
