package vcg.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Stream;
import vcg.cgroup.Controller;
import vcg.cgroup.Group;
import vcg.cgroup.Knob;
import vcg.model.Actual;
import vcg.model.ActualCgroup;
import vcg.model.Change;
import vcg.model.DeviceAccess;
import vcg.model.Difference;
import vcg.model.Difference.Cause;
import vcg.model.Driver;
import vcg.model.Guest;
import vcg.model.Host;
import vcg.model.Policy;

/**
 * What a guest's directories should hold and do not: knobs of its own and of its groups, and which
 * devices it may open.
 *
 * @param own the settings of the guest's directory
 * @param groups those of the directories of its groups
 * @param devices which devices it may open now
 * @param deviceSteps what makes these as they should be
 * @param inside the hierarchies in which there is the directory of a container
 */
record Limits(
    Actual actual,
    Guest guest,
    List<Setting> own,
    SortedMap<Group, List<Setting>> groups,
    DeviceAccess devices,
    List<Change> deviceSteps,
    SortedSet<String> inside) {

  /**
   * Compares what is wanted with what is.
   *
   * @param path of the guest's directory
   * @param there what is at that path
   * @param groups what is at those of its groups
   */
  static Limits of(
      Actual actual,
      Partitions partitions,
      Guest guest,
      String path,
      ActualCgroup there,
      Map<Group, ActualCgroup> groups,
      DeviceAccess devices) {
    boolean frozen = guest.id().driver() == Driver.LXC && guest.policy().run() == Policy.Run.PAUSED;
    Host host = actual.host();
    Above above = partitions.above(path);
    List<Setting> own =
        new Settings(host, actual.devices(), above, there, guest.tuning(), frozen).all();
    SortedMap<Group, List<Setting>> ofGroups = new TreeMap<>();
    guest
        .groups()
        .forEach((group, tuning) -> {
          ActualCgroup is = groups.getOrDefault(group, ActualCgroup.none(path + "/" + group));
          Above inside = Settings.below(above, host, own);
          ofGroups.put(
              group,
              new Settings(host, actual.devices(), inside, is, tuning, false)
                  .ofGroup(group.kind()));
        });
    Devices policy = new Devices(host, actual.devices());
    List<Change> deviceSteps = policy.steps(path, policy.wanted(guest), devices);
    SortedSet<String> inside =
        groups.getOrDefault(Group.CONTAINER, ActualCgroup.none(path)).hierarchies();
    return new Limits(actual, guest, own, ofGroups, devices, deviceSteps, inside);
  }

  /** Steps that put all of it right, in an order which the kernel takes. */
  List<Change> steps() {
    return steps(List.of());
  }

  /**
   * The same with the steps that make the directories inside. Those come after the device policy:
   * v1 denies all only to a directory without others in it, and these have it from there.
   */
  List<Change> steps(List<Change> making) {
    List<Change> steps = new ArrayList<>();
    for (Change step : deviceSteps) {
      steps.add(step);
      // v1 hands on what is denied, and not what is allowed
      if (step instanceof Change.AllowDevice(var cgroup, var rule)
          && inside.contains(cgroup.hierarchy())) {
        steps.add(new Change.AllowDevice(cgroup.child(Group.CONTAINER.toString()), rule));
      }
    }
    steps.addAll(making);
    steps.addAll(pages());
    WriteOrder.Writes writes = WriteOrder.of(host(), own, !groups.isEmpty());
    steps.addAll(writes.before());
    groups.values().forEach(g -> steps.addAll(WriteOrder.of(host(), g, false).all()));
    steps.addAll(writes.after());
    return steps;
  }

  /** On v1 memory stays where it is when nodes change, unless the directory says otherwise. */
  private List<Change> pages() {
    boolean asked = own.stream().anyMatch(s -> s.knob() == Knob.CPUSET_MEMS && s.at().isPresent());
    if (!asked || host().isUnified(Controller.CPUSET)) {
      return List.of();
    }
    return Stream.concat(own.stream(), groups.values().stream().flatMap(List::stream))
        .filter(s -> s.knob() == Knob.CPUSET_MEMS && s.differs() && !s.from().isEmpty())
        .<Change>map(s -> new Change.MovePages(s.cgroup()))
        .toList();
  }

  List<Difference> differences(Cause cause) {
    List<Difference> differences = new ArrayList<>();
    differences.addAll(
        new Devices(host(), actual.devices()).differences(guest, deviceSteps, devices, cause));
    own.stream()
        .filter(Setting::differs)
        .forEach(s -> differences.add(Wording.difference(s, cause)));
    groups.forEach((group, settings) ->
        settings.stream()
            .filter(Setting::differs)
            .filter(s -> !s.from().isEmpty() || s.at().isPresent()) // new: the defaults go unsaid
            .forEach(s -> differences.add(Wording.difference(s, group, cause))));
    return differences;
  }

  private Host host() {
    return actual.host();
  }
}
