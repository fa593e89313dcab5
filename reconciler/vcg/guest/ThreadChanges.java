package vcg.guest;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Group;
import vcg.model.Command;
import vcg.model.LiveChange;
import vcg.model.LiveChange.Part;
import vcg.model.LiveDevices;

/**
 * Which virtual CPUs and I/O threads of a running virtual machine come and go.
 *
 * @param handled gets the options that need no restart
 * @param out gets what goes, in its order
 * @param in gets what comes
 * @param waiting gets what the guest was asked for and has not done
 */
record ThreadChanges(
    Command desired,
    PresentOptions is,
    LiveDevices live,
    Set<Part> handled,
    List<LiveChange> out,
    List<LiveChange> in,
    List<String> waiting) {

  /** More or fewer virtual CPUs. */
  void vcpus(SortedMap<Group, List<CgroupPath>> threads) {
    Optional<Argument> want = HotPlug.find(desired.options(), "-smp");
    Optional<Argument> have = HotPlug.find(is.present(), "-smp");
    if (want.isEmpty() || have.isEmpty() || want.equals(have)) {
      return;
    }
    int number = Integer.parseInt(want.get().leaves().getOrDefault("cpus", "1"));
    boolean otherwiseSame =
        have.get().leaves().entrySet().stream()
            .allMatch(e ->
                e.getKey().equals("cpus")
                    || e.getValue().equals(want.get().leaves().get(e.getKey())));
    if (number > live.vcpus() && otherwiseSame) {
      handled.add(new Part("-smp", ""));
      in.add(new LiveChange.PlugVcpus(number, ofVcpus(threads)));
    } else if (number < live.vcpus() && otherwiseSame && isKvm()) {
      handled.add(new Part("-smp", ""));
      if (Notes.isAskedVcpus(number, live.notes())) {
        waiting.add(
            "the guest has " + live.vcpus() + " virtual CPUs, it was asked to keep " + number);
      } else {
        out.add(new LiveChange.UnplugVcpus(number));
      }
    }
  }

  /** QEMU's own emulation keeps pointers to a virtual CPU that is gone, and crashes later on. */
  private boolean isKvm() {
    return is.present().stream()
        .anyMatch(o -> o.name().equals("-accel") && o.value().orElse("").startsWith("kvm"));
  }

  /** Before the devices that are to use them. */
  void newIoThreads(SortedMap<Group, List<CgroupPath>> threads) {
    Set<Part> there = new HashSet<>();
    is.present().forEach(have -> there.add(DeviceSlot.part(have)));
    for (Command.Option want : desired.options()) {
      Part part = DeviceSlot.part(want);
      if (DeviceSlot.isIoThread(want) && !there.contains(part)) {
        Group thread = Group.parse(part.name()).orElseThrow();
        handled.add(part);
        in.add(new LiveChange.AddIoThread(thread, want, threads.getOrDefault(thread, List.of())));
      }
    }
  }

  /** After the devices that used them; one that a device goes on to use needs a restart. */
  void oldIoThreads(Map<String, DeviceSlot> present, Set<String> wanted) {
    Set<Part> asked = new HashSet<>();
    desired.options().forEach(want -> asked.add(DeviceSlot.part(want)));
    Set<String> leaving = new HashSet<>();
    out.forEach(change -> {
      if (change instanceof LiveChange.Unplug(String device, _)) {
        leaving.add(device);
      }
    });
    for (Command.Option have : is.present()) {
      Part part = DeviceSlot.part(have);
      Group thread = Group.parse(part.name()).orElse(Group.EMULATOR);
      if (!DeviceSlot.isIoThread(have) || asked.contains(part) || thread.equals(Group.EMULATOR)) {
        continue;
      }
      Set<String> users = new HashSet<>();
      present.forEach((id, slot) -> {
        if (slot.leaf("iothread").equals(Optional.of(part.name()))) {
          users.add(id);
        }
      });
      if (users.stream().noneMatch(wanted::contains)) {
        handled.add(part);
        if (leaving.containsAll(users)) {
          out.add(new LiveChange.RemoveIoThread(thread));
        }
      }
    }
  }

  private static SortedMap<Group, List<CgroupPath>> ofVcpus(
      SortedMap<Group, List<CgroupPath>> threads) {
    SortedMap<Group, List<CgroupPath>> vcpus = new TreeMap<>(threads);
    vcpus.keySet().removeIf(group -> group.kind() != Group.Kind.VCPU);
    return vcpus;
  }
}
