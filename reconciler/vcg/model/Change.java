package vcg.model;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.DeviceNumber;
import vcg.cgroup.DevicePolicy;
import vcg.cgroup.DeviceRule;
import vcg.cgroup.Group;
import vcg.cgroup.Knob;
import vcg.cgroup.Spelling;
import vcg.cgroup.Value;

/** One step of a plan. Doing a step that is already done succeeds and changes nothing. */
public sealed interface Change {
  /** Makes a directory; the one above exists or an earlier step makes it. */
  record CreateCgroup(CgroupPath cgroup) implements Change {}

  /**
   * Writes one interface file and reads it back.
   *
   * @param file that is read, and for nearly all knobs also written
   * @param from what it holds, without the final newline; empty: it is about to be made
   * @param to the text to write
   * @param device for a file that holds a value for each of several
   * @param reads what reading must give afterwards, in the kernel's unit, of each knob that is
   *     written; more than one where they share a file that takes all at once
   */
  record WriteSetting(
      CgroupPath cgroup,
      Optional<DeviceNumber> device,
      String file,
      String from,
      String to,
      SortedMap<Knob, Value> reads)
      implements Change {
    public WriteSetting {
      reads = Sorted.copy(reads);
    }

    /** The file that is written. */
    public String target() {
      return spelling(reads.firstKey()).target();
    }

    /** How the file spells one of the knobs that are written. */
    public Spelling spelling(Knob knob) {
      Spelling whole = knob.spelling(file).orElseThrow();
      return device.map(whole::at).orElse(whole);
    }
  }

  /**
   * Hands controllers of v2 on to the directories below, or no longer.
   *
   * @param on names such as {@code cpu}
   */
  record SetControllers(CgroupPath cgroup, List<String> on, List<String> off) implements Change {
    public SetControllers {
      on = List.copyOf(on);
      off = List.copyOf(off);
    }
  }

  /** Makes a directory of v2 one for threads; there is no way back but to remove it. */
  record MakeThreaded(CgroupPath cgroup) implements Change {}

  /**
   * Lets memory follow when the memory nodes of a v1 cpuset change, from now on; v2 always does.
   */
  record MovePages(CgroupPath cgroup) implements Change {}

  /** Takes away every device that no rule allows; only in a v1 directory without directories. */
  record DenyDevices(CgroupPath cgroup) implements Change {}

  /** Adds to what a v1 directory allows. */
  record AllowDevice(CgroupPath cgroup, DeviceRule rule) implements Change {}

  /** Takes away from what a v1 directory allows. */
  record DenyDevice(CgroupPath cgroup, DeviceRule rule) implements Change {}

  /** Puts a device program in the place of ours that a v2 directory may have. */
  record AttachDevices(CgroupPath cgroup, DevicePolicy policy) implements Change {}

  /** Puts a thread of a guest into the directory of its group. */
  record MoveThread(CgroupPath cgroup, ProcessId process, long thread) implements Change {}

  /** Has the kernel schedule a thread in another way; of the emulator this is its first thread. */
  record SetScheduler(
      GuestId guest, ProcessId process, Group thread, Scheduling from, Scheduling to)
      implements Change {}

  /** Brings a process back that somebody moved away. */
  record MoveProcess(CgroupPath cgroup, ProcessId process) implements Change {}

  /**
   * Lets the user whom a guest runs as open a file.
   *
   * @param write for writing too
   * @param chain whether the images too, for reading, that this one is based on
   * @param made whether it is made, empty, where it is missing
   */
  record GrantAccess(String path, GuestUser user, boolean write, boolean chain, boolean made)
      implements Change {}

  /** Takes that back. */
  record RevokeAccess(String path, GuestUser user, boolean chain) implements Change {}

  /**
   * Starts a guest inside its cgroups and waits until it runs.
   *
   * @param user whom the process runs as; empty: as vcg does
   * @param cgroups the directories that the process enters before exec
   * @param groups the directories that its virtual CPUs and I/O threads enter before they run
   * @param schedulers of threads that are not scheduled as all others, set before they run
   * @param paused whether it stays paused
   */
  record StartGuest(
      GuestId guest,
      Command command,
      Optional<GuestUser> user,
      List<CgroupPath> cgroups,
      SortedMap<Group, List<CgroupPath>> groups,
      SortedMap<Group, Scheduling> schedulers,
      boolean paused)
      implements Change {
    public StartGuest {
      cgroups = List.copyOf(cgroups);
      groups = Sorted.copy(groups);
      schedulers = Sorted.copy(schedulers);
    }

    /** Every directory of the guest, in order. */
    public Set<CgroupPath> directories() {
      Set<CgroupPath> all = new TreeSet<>(cgroups);
      for (List<CgroupPath> group : groups.values()) {
        all.addAll(group);
        group.forEach(directory -> directory.parent().ifPresent(all::add));
      }
      return all;
    }
  }

  /**
   * Ends a guest and waits until its process is gone.
   *
   * @param tree its directory in the v2 tree, to end all that is in it; of a container that in the
   *     hierarchy which freezes, to thaw what it has frozen itself; empty: there is none
   * @param graceSeconds how long it may take to shut down by itself; 0: it is ended at once
   */
  record StopGuest(GuestId guest, ProcessId process, Optional<CgroupPath> tree, int graceSeconds)
      implements Change {}

  /**
   * Ends what a container left behind whose first process has ended, and removes the cgroups in its
   * own and its run directory.
   *
   * @param cgroups its directories
   */
  record ClearContainer(GuestId guest, List<CgroupPath> cgroups) implements Change {
    public ClearContainer {
      cgroups = List.copyOf(cgroups);
    }
  }

  /**
   * Makes a tap device, names its guest in it, and connects it to a bridge.
   *
   * @param bridge empty: to none, and where somebody else has made the device that one is taken
   * @param multiQueue whether several queues can be opened on it
   * @param mtu the largest packet, in bytes; empty: the kernel's default
   * @param isolated whether its port of the bridge reaches no other port that is isolated
   * @param user who may open it besides root
   * @param up the program that then connects it; empty: none
   * @param down the one that undoes that before the device is removed
   */
  record AddTap(
      GuestId guest,
      String tap,
      Optional<String> bridge,
      boolean multiQueue,
      Optional<Integer> mtu,
      boolean isolated,
      Optional<GuestUser> user,
      Optional<String> up,
      Optional<String> down)
      implements Change {}

  /** Connects a tap device that was made for this guest to another bridge. */
  record ConnectTap(GuestId guest, String tap, String bridge) implements Change {}

  /**
   * Makes a pair of interfaces, names its guest in it, and connects it to a bridge.
   *
   * @param veth the end that stays on the host
   * @param peer the end that crun brings into the container
   * @param bridge empty: it is not connected
   * @param mtu the largest packet, in bytes; empty: the kernel's default
   */
  record AddVeth(
      GuestId guest, String veth, String peer, Optional<String> bridge, Optional<Integer> mtu)
      implements Change {}

  /**
   * Makes a macvtap device above an interface, which is switched on, and names its guest in it.
   *
   * @param mac its hardware address, which is that of the guest's card
   * @param mtu the largest packet, in bytes; empty: that of the interface
   */
  record AddMacvtap(
      GuestId guest,
      String macvtap,
      String device,
      NetworkBackend.Mode mode,
      String mac,
      Optional<Integer> mtu)
      implements Change {}

  /** Removes a tap device that was made for this guest; any other is left alone. */
  record RemoveTap(GuestId guest, String tap) implements Change {}

  /** Stops the virtual CPUs of a running guest. */
  record PauseGuest(GuestId guest, ProcessId process) implements Change {}

  /** Lets a paused guest go on. */
  record ResumeGuest(GuestId guest, ProcessId process) implements Change {}

  /** Changes a virtual machine while it runs. */
  record ChangeLive(GuestId guest, LiveChange change) implements Change {}

  /**
   * Starts a guest again that has ended while its process stays: presses its reset button.
   *
   * @param paused whether it then stays paused
   */
  record ResetGuest(GuestId guest, ProcessId process, boolean paused) implements Change {}

  /** Removes a directory that vcg made and that nothing uses any more. */
  record RemoveCgroup(CgroupPath cgroup) implements Change {}
}
