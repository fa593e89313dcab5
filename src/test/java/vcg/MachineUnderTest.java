package vcg;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import vcg.apply.Applier;
import vcg.apply.CgroupSteps;
import vcg.apply.GuestSteps;
import vcg.apply.LiveSteps;
import vcg.cgroup.CgroupFs;
import vcg.cgroup.DevicePrograms;
import vcg.cgroup.Layout;
import vcg.guest.FakeContainers;
import vcg.guest.FakeProcesses;
import vcg.guest.FakeRecords;
import vcg.guest.FakeTaps;
import vcg.guest.GuestFiles;
import vcg.guest.Records;
import vcg.linux.LinuxFileAccess;
import vcg.model.Actual;
import vcg.model.Desired;
import vcg.model.Guest;
import vcg.model.Host;
import vcg.model.Outcome;
import vcg.model.Partition;
import vcg.model.Plan;
import vcg.model.Reading;
import vcg.observe.Observer;
import vcg.observe.ProcessFinder;
import vcg.plan.PlanOptions;
import vcg.plan.Planner;

/** All stages from observing to applying, joined on some machine whose guests are not real. */
public interface MachineUnderTest {
  CgroupFs fs();

  FakeProcesses processes();

  DevicePrograms programs();

  FakeRecords records();

  GuestFiles files();

  /** What this machine can do. */
  Host host() throws IOException;

  /** Where guests lie. */
  Layout layout();

  /** What was observed, but for what guests would need that are real. */
  Actual ofFakeGuests(Actual seen);

  /** The time on this machine: an hour passes with each thing that vcg notes. */
  default Instant now() {
    return Instant.EPOCH.plus(records().age());
  }

  /** How plans are made. */
  default PlanOptions options(int allowedStops) {
    return new PlanOptions(allowedStops, false, files(), Optional.empty(), now());
  }

  /** Documents that ask for these guests. */
  static Desired desired(Collection<Guest> guests) {
    return desired(guests, List.of());
  }

  /** Documents that ask for these guests and partitions. */
  static Desired desired(Collection<Guest> guests, Collection<Partition> partitions) {
    List<Reading> readings = new ArrayList<>();
    guests.forEach(g -> readings.add(Reading.of(g.at().file(), g, List.of())));
    partitions.forEach(p -> readings.add(Reading.of(p.at().file(), p, List.of())));
    return new Desired("domains", true, readings, List.of());
  }

  default Actual observe(Desired desired) throws IOException {
    ProcessFinder finder =
        new ProcessFinder(processes(), processes(), files(), new FakeContainers(files()));
    return ofFakeGuests(
        new Observer(host(), fs(), programs(), records(), finder, Optional.empty())
            .beforeStart(processes()::announce)
            .observe(desired));
  }

  /** The plan that allows every stop. */
  default Plan plan(Desired desired) throws IOException {
    return plan(desired, Integer.MAX_VALUE);
  }

  default Plan plan(Desired desired, int allowedStops) throws IOException {
    return Planner.plan(desired, observe(desired), options(allowedStops));
  }

  default Outcome apply(Plan plan) throws IOException, InterruptedException {
    return applier(records()).apply(plan, records().guests(), _ -> {});
  }

  /** What carries out plans, one guest after the other. */
  default Applier applier(Records records) {
    return applier(records, this::now);
  }

  /** The same by another clock. */
  default Applier applier(Records records, InstantSource clock) {
    CgroupSteps cgroups = new CgroupSteps(fs(), programs());
    GuestSteps guests =
        new GuestSteps(
            processes(),
            processes(),
            new FakeContainers(files()),
            files(),
            new LinuxFileAccess(),
            new FakeTaps(),
            cgroups);
    LiveSteps live = new LiveSteps(processes(), files(), cgroups);
    return new Applier(cgroups, guests, live, records, layout(), 1, clock);
  }
}
