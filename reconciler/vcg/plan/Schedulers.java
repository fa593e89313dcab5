package vcg.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import vcg.cgroup.Group;
import vcg.model.Change;
import vcg.model.Difference;
import vcg.model.Guest;
import vcg.model.LiveChange;
import vcg.model.LiveDevices;
import vcg.model.Located;
import vcg.model.Machine;
import vcg.model.Running;
import vcg.model.Scheduling;

/**
 * The threads of a running guest that are not scheduled as its document asks.
 *
 * @param before steps that take real time away, before threads move: the kernel moves none into a
 *     cgroup that gives such threads no time
 * @param after all others, once every thread is there and in its place
 */
record Schedulers(List<Difference> differences, List<Change> before, List<Change> after) {

  /** Those that a document asks for. */
  static SortedMap<Group, Scheduling> wanted(Guest guest) {
    SortedMap<Group, Scheduling> wanted = new TreeMap<>();
    int plugged = vcpus(guest);
    guest
        .schedulers()
        .forEach((group, scheduling) -> {
          if (group.kind() != Group.Kind.VCPU || group.index() < plugged) {
            wanted.put(group, scheduling.value());
          }
        });
    return wanted;
  }

  /**
   * Compares.
   *
   * @param in what is plugged in by the same plan: a new virtual CPU or I/O thread is scheduled as
   *     the thread that makes it, which is QEMU's first
   */
  static Schedulers of(Guest guest, Running running, List<LiveChange> in, Difference.Cause cause) {
    Schedulers all = new Schedulers(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    if (running.state() != Running.State.SILENT) { // then nobody knows which thread is which
      for (Map.Entry<Group, Scheduling> is : actual(running, in).entrySet()) {
        if (isKept(guest, is.getKey())) {
          all.compare(guest, running, is.getKey(), is.getValue(), cause);
        }
      }
    }
    return all;
  }

  private static SortedMap<Group, Scheduling> actual(Running running, List<LiveChange> in) {
    SortedMap<Group, Scheduling> actual = new TreeMap<>();
    actual.put(Group.EMULATOR, Scheduling.ORDINARY);
    running.threads().keySet().forEach(group -> actual.put(group, Scheduling.ORDINARY));
    actual.putAll(running.schedulers());
    int has = running.live().map(LiveDevices::vcpus).orElse(0);
    for (LiveChange change : in) {
      if (change instanceof LiveChange.PlugVcpus plug) {
        for (int i = has; i < plug.vcpus(); i++) {
          actual.put(Group.vcpu(i), actual.get(Group.EMULATOR));
        }
      } else if (change instanceof LiveChange.AddIoThread(Group thread, _, _)) {
        actual.put(thread, actual.get(Group.EMULATOR));
      }
    }
    return actual;
  }

  private void compare(
      Guest guest, Running running, Group group, Scheduling is, Difference.Cause cause) {
    Optional<Located<Scheduling>> asked = Optional.ofNullable(guest.schedulers().get(group));
    Scheduling wanted = asked.map(Located::value).orElse(Scheduling.ORDINARY);
    if (is.equals(wanted)) {
      return;
    }
    differences.add(
        new Difference(
            group.toString(),
            "scheduler",
            is.toString(),
            wanted.toString(),
            asked.map(Located::at).or(() -> Optional.of(guest.at())),
            cause,
            Difference.Interruption.LIVE));
    boolean there = running.threads().containsKey(group) || running.schedulers().containsKey(group);
    (there && is.policy().isRealTime() && !wanted.policy().isRealTime() ? before : after)
        .add(new Change.SetScheduler(guest.id(), running.process(), group, is, wanted));
  }

  /** A thread that the document does not have is about to end. */
  private static boolean isKept(Guest guest, Group thread) {
    return switch (thread.kind()) {
      case EMULATOR, CONTAINER -> true;
      case VCPU -> thread.index() < vcpus(guest);
      case IOTHREAD ->
          guest.machine() instanceof Machine.Qemu qemu
              && qemu.processors().hasIoThread(thread.index());
    };
  }

  private static int vcpus(Guest guest) {
    return guest.machine() instanceof Machine.Qemu qemu ? qemu.processors().vcpus().value() : 0;
  }
}
