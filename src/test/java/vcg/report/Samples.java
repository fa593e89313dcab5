package vcg.report;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Knob;
import vcg.cgroup.Value;
import vcg.model.Actual;
import vcg.model.ActualCgroup;
import vcg.model.ActualGuest;
import vcg.model.Change;
import vcg.model.DeviceAccess;
import vcg.model.Difference;
import vcg.model.Driver;
import vcg.model.GuestId;
import vcg.model.Location;
import vcg.model.PartitionRecords;
import vcg.model.Plan;
import vcg.model.PlannedGuest;
import vcg.model.PlannedPartition;

/** Parts of plans and hosts for reports; what a test does not speak of is empty. */
final class Samples {
  static final GuestId WEB = new GuestId(Driver.QEMU, "web");

  private Samples() {}

  /** A difference that a document asks for in line 5 of {@code d/web.xml}. */
  static Difference difference(String object, String field, String before, String after) {
    return difference(object, field, before, after, "d/web.xml", Difference.Cause.DOCUMENT);
  }

  /** The same; without a file, no document asks for it. */
  static Difference difference(
      String object,
      String field,
      String before,
      String after,
      String file,
      Difference.Cause cause) {
    Optional<Location> at =
        file.isEmpty() ? Optional.empty() : Optional.of(new Location(file, 5, 3));
    return new Difference(object, field, before, after, at, cause, Difference.Interruption.LIVE);
  }

  /** The guest that most tests are about. */
  static PlannedGuest guest(
      PlannedGuest.Action action, List<Difference> differences, List<Change> steps) {
    return guest(action, "", differences, steps);
  }

  static PlannedGuest guest(
      PlannedGuest.Action action, String reason, List<Difference> differences, List<Change> steps) {
    return new PlannedGuest(
        WEB,
        action,
        reason,
        false,
        Optional.of(new Location("d/web.xml", 2, 3)),
        differences,
        steps,
        Optional.empty());
  }

  /** A partition that {@code d/production.xml} declares. */
  static PlannedPartition production(
      PlannedPartition.Action action,
      String reason,
      List<Difference> differences,
      List<Change> steps,
      List<Change> after) {
    return new PlannedPartition(
        "/production",
        action,
        reason,
        Optional.of(new Location("d/production.xml", 1, 12)),
        differences,
        steps,
        after,
        Optional.empty());
  }

  /** A partition that no document declares. */
  static PlannedPartition system(
      PlannedPartition.Action action, List<Change> steps, List<Change> after) {
    return new PlannedPartition(
        "/system", action, "", Optional.empty(), List.of(), steps, after, Optional.empty());
  }

  /** A plan for documents in {@code d}. */
  static Plan plan(List<PlannedPartition> partitions, PlannedGuest... guests) {
    return plan(List.of(), List.of(), partitions, guests);
  }

  static Plan plan(
      List<String> warnings,
      List<String> refusals,
      List<PlannedPartition> partitions,
      PlannedGuest... guests) {
    return new Plan(
        "d",
        "0".repeat(64),
        new GeneratedHost(new Random(3)).actual(),
        partitions,
        List.of(guests),
        List.of(),
        List.of(),
        refusals,
        warnings,
        0,
        18);
  }

  static Change.CreateCgroup create(String cgroup) {
    return new Change.CreateCgroup(CgroupPath.parse(cgroup));
  }

  /** Writes {@code cpu.shares}. */
  static Change.WriteSetting shares(String cgroup, long from, long to) {
    SortedMap<Knob, Value> reads = new TreeMap<>();
    reads.put(Knob.CPU_SHARES, Value.amount(to));
    return new Change.WriteSetting(
        CgroupPath.parse(cgroup),
        Optional.empty(),
        "cpu.shares",
        Long.toString(from),
        Long.toString(to),
        reads);
  }

  /** A host with the guest {@link #WEB}, on which vcg made some directories. */
  static Actual host(DeviceAccess devices, String... made) {
    Actual any = new GeneratedHost(new Random(3)).actual();
    ActualGuest guest = GeneratedHost.guest(devices);
    TreeMap<GuestId, ActualGuest> guests = new TreeMap<>();
    guests.put(guest.id(), guest);
    TreeSet<CgroupPath> directories = new TreeSet<>();
    for (String path : made) {
      directories.add(CgroupPath.parse(path.replace(":/", ":" + prefix(any) + "/")));
    }
    return new Actual(
        any.host(),
        guests,
        ActualCgroup.none(any.host().layout().parent()),
        new TreeMap<>(),
        new PartitionRecords(directories, new TreeMap<>()),
        new TreeMap<>(),
        List.of(),
        new TreeMap<>());
  }

  private static String prefix(Actual actual) {
    String parent = actual.host().layout().parent();
    return parent.equals("/") ? "" : parent;
  }
}
