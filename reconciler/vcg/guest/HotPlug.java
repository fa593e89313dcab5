package vcg.guest;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Group;
import vcg.model.Bytes;
import vcg.model.Command;
import vcg.model.Difference;
import vcg.model.Guest;
import vcg.model.LiveChange;
import vcg.model.LiveChange.Part;
import vcg.model.LiveDevices;
import vcg.model.Machine;
import vcg.model.Running;

/**
 * How a running virtual machine differs from its document, and what of that can be put right while
 * it runs.
 */
public final class HotPlug {
  private static final String BOOT = "bootindex";

  private final Command desired;
  private final LiveDevices live;
  private final PresentOptions is;
  private final HotPluggable pluggable;
  private final SequencedMap<String, DeviceSlot> wanted;
  private final SequencedMap<String, DeviceSlot> present;
  private final Difference.Cause cause;
  private final boolean asDesired;
  private final List<Difference> differences = new ArrayList<>();
  private final List<Difference> restart = new ArrayList<>();
  private final List<LiveChange> out = new ArrayList<>();
  private final List<LiveChange> in = new ArrayList<>();
  private final List<String> waiting = new ArrayList<>();
  private final Set<Part> handled = new HashSet<>();
  private final Set<Part> unsaid = new HashSet<>(); // handled, and others tell the same

  private HotPlug(
      Command desired, List<String> arguments, LiveDevices live, Difference.Cause cause) {
    this.desired = desired;
    this.live = live;
    this.cause = cause;
    this.is = PresentOptions.of(arguments, live);
    this.pluggable = new HotPluggable(is.present());
    this.wanted = DeviceSlot.of(desired.options());
    this.asDesired = isAsDesired();
    this.present = asDesired ? wanted : DeviceSlot.of(is.present());
  }

  /** The usual case, at a fraction of the cost of looking at each option. */
  private boolean isAsDesired() {
    List<String> started = new Command(desired.program(), is.present()).arguments();
    return is.known().size() == is.present().size() && desired.arguments().equals(started);
  }

  /**
   * The result.
   *
   * @param differences what can be put right while the guest runs
   * @param restart what cannot
   * @param out changes that take something away, to be made first
   * @param in changes that add something, to be made when all else is ready for it
   * @param waiting what was asked of the guest, which has not done it yet, a sentence each
   */
  public record Result(
      List<Difference> differences,
      List<Difference> restart,
      List<LiveChange> out,
      List<LiveChange> in,
      List<String> waiting) {
    /** All is as it should be. */
    public static final Result NOTHING =
        new Result(List.of(), List.of(), List.of(), List.of(), List.of());

    public Result {
      differences = List.copyOf(differences);
      restart = List.copyOf(restart);
      out = List.copyOf(out);
      in = List.copyOf(in);
      waiting = List.copyOf(waiting);
    }

    /** Whether nothing of the guest is plugged in, taken out or asked for. */
    public boolean isNothing() {
      return out.isEmpty() && in.isEmpty();
    }

    /** Whether one of a virtual machine's threads is to end. */
    public boolean ends(Group thread) {
      return out.stream().anyMatch(change -> ends(change, thread));
    }

    /** Whether a change ends one of a virtual machine's threads. */
    public static boolean ends(LiveChange change, Group thread) {
      return switch (change) {
        case LiveChange.UnplugVcpus(int vcpus) ->
            thread.kind() == Group.Kind.VCPU && thread.index() >= vcpus;
        case LiveChange.RemoveIoThread(Group going) -> thread.equals(going);
        default -> false;
      };
    }

    /** Whether a network card is taken out. */
    boolean takesOutACard() {
      return out.stream()
          .anyMatch(change ->
              change instanceof LiveChange.Unplug unplug
                  && unplug.parts().stream().anyMatch(p -> p.option().equals("-netdev")));
    }

    /** Whether a file or a tap device of the host is about to be opened. */
    public boolean opens(String path) {
      return in.stream()
          .flatMap(change ->
              switch (change) {
                case LiveChange.Plug plug -> plug.options().stream();
                case LiveChange.Insert insert -> insert.options().stream();
                default -> Stream.empty();
              })
          .map(o -> DeviceSlot.argument(o).leaves())
          .anyMatch(leaves ->
              leaves.containsValue(path)
                  || (path.equals(DevicePaths.TAPS) && "tap".equals(leaves.get("type"))));
    }
  }

  /**
   * Compares a guest with its process; what was not looked at counts as at the start.
   *
   * @param threads the directories in which threads of the guest have their place
   */
  public static Result of(
      Guest guest,
      GuestFiles files,
      Running running,
      SortedMap<Group, List<CgroupPath>> threads,
      Difference.Cause cause) {
    Command desired = SpicePorts.kept(guest, QemuCommand.of(guest, files), running);
    if (running.live().isEmpty()) {
      return new Result(
          List.of(),
          CommandDifferences.of(desired, running.arguments(), Difference.Cause.DOCUMENT),
          List.of(),
          List.of(),
          List.of());
    }
    HotPlug plug = new HotPlug(desired, running.arguments(), running.live().get(), cause);
    if (!plug.asDesired) {
      ThreadChanges inside =
          new ThreadChanges(
              desired, plug.is, plug.live, plug.handled, plug.out, plug.in, plug.waiting);
      inside.newIoThreads(threads);
      plug.devices();
      inside.oldIoThreads(plug.present, plug.wanted.keySet());
      inside.vcpus(threads);
      plug.actions();
      plug.compare();
    }
    if (guest.machine() instanceof Machine.Qemu machine) {
      plug.settings(guest, machine);
      plug.memory(machine);
    }
    return new Result(plug.differences, plug.restart, plug.out, plug.in, plug.waiting);
  }

  private void devices() {
    Map<String, DeviceSlot> known = DeviceSlot.of(is.known());
    for (String id : known.keySet()) {
      if (!wanted.containsKey(id)) {
        goes(id, Optional.ofNullable(present.get(id)), known.get(id));
      }
    }
    wanted.forEach((id, want) -> {
      DeviceSlot have = present.get(id);
      if (have == null) {
        comes(id, want);
      } else if (want.isRemovable() && want.isSame(have, "drive")) {
        medium(id, want, have);
      } else if (want.isSame(have, BOOT)) {
        boot(id, want, have);
      }
    });
  }

  private void goes(String id, Optional<DeviceSlot> have, DeviceSlot known) {
    List<Part> parts = removable(id, have.orElse(known));
    if (have.isPresent() ? !pluggable.isPluggable(have.get()) : parts.isEmpty()) {
      return;
    }
    handled.addAll(parts);
    handled.add(DeviceSlot.part(known.device()));
    if (have.isPresent() && Notes.isLeaving(id, live.notes())) {
      waiting.add(
          DeviceSlot.argument(known.device()).field()
              + " is still plugged in: the guest was asked to let go of it");
    } else {
      have.ifPresent(slot -> notBooted(id, slot)); // the guest may take its time
      out.add(new LiveChange.Unplug(id, parts));
    }
  }

  private void notBooted(String id, DeviceSlot have) {
    if (have.leaf(BOOT).isPresent()) {
      Command.Option without = PresentOptions.without(have.device(), BOOT);
      out.add(new LiveChange.SetBoot(id, Optional.empty(), without));
    }
  }

  /** What only this device stands on, as far as it is there. */
  private List<Part> removable(String id, DeviceSlot slot) {
    Set<Part> others = usedByOthers(id);
    Set<Part> there = new HashSet<>();
    is.present().forEach(o -> there.add(DeviceSlot.part(o)));
    return slot.parts().keySet().stream()
        .filter(p -> there.contains(p) && !others.contains(p))
        .toList();
  }

  private Set<Part> usedByOthers(String id) {
    Set<Part> used = new HashSet<>();
    present.forEach((other, slot) -> {
      if (!other.equals(id)) {
        used.addAll(slot.parts().keySet());
      }
    });
    return used;
  }

  private void comes(String id, DeviceSlot want) {
    if (!pluggable.isPluggable(want)) {
      return;
    }
    List<Command.Option> options =
        new ArrayList<>(want.options(desired.options(), usedByOthers(id)));
    options.add(want.device());
    options.forEach(o -> handled.add(DeviceSlot.part(o)));
    in.add(new LiveChange.Plug(id, options));
  }

  /** Two devices never have the same place, so one gives its place up before another takes it. */
  private void boot(String id, DeviceSlot want, DeviceSlot have) {
    Optional<Integer> place = want.leaf(BOOT).map(Integer::valueOf);
    if (have.leaf(BOOT).map(Integer::valueOf).equals(place)) {
      return;
    }
    handled.add(DeviceSlot.part(want.device()));
    notBooted(id, have);
    if (place.isPresent()) {
      in.addFirst(new LiveChange.SetBoot(id, place, want.device()));
    }
  }

  private void medium(String id, DeviceSlot want, DeviceSlot have) {
    List<Command.Option> options = want.options(desired.options(), Set.of());
    boolean same =
        want.leaf("drive").equals(have.leaf("drive"))
            && texts(options).equals(texts(have.options(is.present(), Set.of())));
    if (same) {
      return;
    }
    List<Part> parts = removable(id, have);
    handled.add(DeviceSlot.part(want.device()));
    if (!options.isEmpty() || !parts.isEmpty()) {
      unsaid.add(DeviceSlot.part(want.device()));
    }
    handled.addAll(have.parts().keySet());
    handled.addAll(want.parts().keySet());
    have.leaf("drive").ifPresent(_ -> out.add(new LiveChange.Eject(id, parts)));
    want.leaf("drive").ifPresent(node -> in.add(new LiveChange.Insert(id, options, node)));
  }

  private static Set<Map<String, String>> texts(List<Command.Option> options) {
    Set<Map<String, String>> texts = new HashSet<>();
    options.forEach(o -> texts.add(DeviceSlot.argument(o).leaves()));
    return texts;
  }

  /** What QEMU does when something happens to the guest. */
  private void actions() {
    for (Command.Option want : desired.options()) {
      Part part = DeviceSlot.part(want);
      if (want.name().equals("-action")
          && is.present().stream()
              .filter(have -> DeviceSlot.part(have).equals(part))
              .anyMatch(have -> !have.value().equals(want.value()))) {
        handled.add(part);
        in.add(new LiveChange.SetAction(want));
      }
    }
  }

  private void settings(Guest guest, Machine.Qemu machine) {
    new SettingChanges(live, present, wanted, this::hasPassword, cause)
        .add(LiveSettings.of(guest, machine), out, in, differences);
  }

  /** Whether a server asks its clients for a password. */
  private boolean hasPassword(String protocol) {
    return find(is.present(), "-" + protocol)
        .map(Argument::leaves)
        .filter(l ->
            protocol.equals("vnc")
                ? l.containsKey("password")
                : !l.containsKey("disable-ticketing"))
        .isPresent();
  }

  private void memory(Machine.Qemu machine) {
    Optional<Bytes> size = find(is.present(), "-m").map(HotPlug::size);
    if (size.isEmpty() || live.memory().isEmpty()) {
      return; // that the balloon is missing is a difference of its own
    }
    Bytes want =
        machine
            .memory()
            .current()
            .map(c -> c.value())
            .filter(c -> c.compareTo(size.get()) < 0)
            .orElse(size.get());
    Bytes reached = Balloon.reached(size.get(), want);
    Bytes have = live.memory().get();
    if (have.equals(reached)) {
      return;
    }
    differences.add(
        new Difference(
            "machine",
            "currentMemory",
            have.toString(),
            want.toString(),
            machine
                .memory()
                .current()
                .map(c -> c.at())
                .or(() -> Optional.of(machine.memory().size().at())),
            cause,
            Difference.Interruption.HOTPLUG));
    if (Notes.isAsked(want, live.notes())) {
      waiting.add("the guest has " + have + ", it was asked for " + want);
    } else {
      (want.compareTo(have) < 0 ? out : in).add(new LiveChange.SetBalloon(want, true));
    }
  }

  private static Bytes size(Argument memory) {
    String size = memory.leaves().getOrDefault("size", "0k");
    return new Bytes(Long.parseLong(size.substring(0, size.length() - 1)) * 1024);
  }

  /** The first option of a name. */
  static Optional<Argument> find(List<Command.Option> options, String name) {
    return options.stream()
        .filter(o -> o.name().equals(name))
        .findFirst()
        .map(DeviceSlot::argument);
  }

  /** Tells the options that are handled from all others. */
  private void compare() {
    List<Command.Option> want = new ArrayList<>(desired.options());
    List<Command.Option> have = new ArrayList<>(is.present());
    want.removeIf(o -> unsaid.contains(DeviceSlot.part(o)));
    have.removeIf(o -> unsaid.contains(DeviceSlot.part(o)));
    Predicate<Command.Option> now = o -> handled.contains(DeviceSlot.part(o));
    differences.addAll(compared(want, have, now, cause, Difference.Interruption.HOTPLUG));
    restart.addAll(
        compared(
            want, have, now.negate(), Difference.Cause.DOCUMENT, Difference.Interruption.RESTART));
  }

  private List<Difference> compared(
      List<Command.Option> want,
      List<Command.Option> have,
      Predicate<Command.Option> some,
      Difference.Cause why,
      Difference.Interruption interruption) {
    List<Command.Option> before = have.stream().filter(some).toList();
    return CommandDifferences.of(
        new Command(desired.program(), want.stream().filter(some).toList()),
        new Command(desired.program(), before).arguments(),
        why,
        interruption);
  }
}
