package vcg.model;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Group;

/** One change of a virtual machine that runs. */
public sealed interface LiveChange {

  /**
   * Plugs in a device.
   *
   * @param device its identity inside QEMU, such as {@code disk-vdb}
   * @param options as on the command line that would have started the guest with it: what the
   *     device stands on first, the device last
   */
  record Plug(String device, List<Command.Option> options) implements LiveChange {
    public Plug {
      options = List.copyOf(options);
    }
  }

  /**
   * Takes out a device, which the guest has to let go of first.
   *
   * @param parts what it stands on, in the order in which it can be removed
   */
  record Unplug(String device, List<Part> parts) implements LiveChange {
    public Unplug {
      parts = List.copyOf(parts);
    }
  }

  /** Takes the medium out of a drive. */
  record Eject(String device, List<Part> parts) implements LiveChange {
    public Eject {
      parts = List.copyOf(parts);
    }
  }

  /**
   * Puts a medium into an empty drive.
   *
   * @param node the block device that the drive reads, made by the last of the options
   */
  record Insert(String device, List<Command.Option> options, String node) implements LiveChange {
    public Insert {
      options = List.copyOf(options);
    }
  }

  /**
   * Changes which place a device has among those that the firmware boots from.
   *
   * @param place 1 is tried first; empty: it is not booted from
   * @param option the device as the command line would have it with that place
   */
  record SetBoot(String device, Optional<Integer> place, Command.Option option)
      implements LiveChange {}

  /**
   * Asks the guest to give memory back, or lets it have it again.
   *
   * @param size what it is to have
   * @param waits whether the guest runs already and should follow soon; one that has only been
   *     started is not waited for
   */
  record SetBalloon(Bytes size, boolean waits) implements LiveChange {}

  /**
   * Plugs in virtual CPUs until there are so many.
   *
   * @param groups the directories of all virtual CPUs that have some
   */
  record PlugVcpus(int vcpus, SortedMap<Group, List<CgroupPath>> groups) implements LiveChange {
    public PlugVcpus {
      groups = Sorted.copy(groups);
    }
  }

  /**
   * Takes out virtual CPUs, the last ones first, until there are so many; the guest has to let go
   * of each.
   */
  record UnplugVcpus(int vcpus) implements LiveChange {}

  /**
   * Makes a thread that does input and output.
   *
   * @param option {@code -object} as on the command line that would have started the guest with it
   * @param cgroups its directories, if it has some
   */
  record AddIoThread(Group thread, Command.Option option, List<CgroupPath> cgroups)
      implements LiveChange {
    public AddIoThread {
      cgroups = List.copyOf(cgroups);
    }
  }

  /** Ends a thread that did input and output. */
  record RemoveIoThread(Group thread) implements LiveChange {}

  /** Changes a setting. */
  record Set(LiveSetting setting) implements LiveChange {}

  /**
   * Changes what QEMU does when something happens to the guest.
   *
   * @param option {@code -action} as on the command line that would have started the guest with it
   */
  record SetAction(Command.Option option) implements LiveChange {}

  /**
   * Something that a device stands on.
   *
   * @param option how a command line makes it, such as {@code -blockdev}
   * @param name its identity inside QEMU
   */
  record Part(String option, String name) {
    @Override
    public String toString() {
      return option + " " + name;
    }
  }
}
