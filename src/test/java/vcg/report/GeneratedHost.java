package vcg.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Controller;
import vcg.cgroup.DeviceNumber;
import vcg.cgroup.DeviceProgram;
import vcg.cgroup.Group;
import vcg.cgroup.Hierarchy;
import vcg.cgroup.Knob;
import vcg.cgroup.Layout;
import vcg.cgroup.Mappings;
import vcg.cgroup.Value;
import vcg.model.Actual;
import vcg.model.ActualCgroup;
import vcg.model.ActualGuest;
import vcg.model.Attempt;
import vcg.model.Bandwidth;
import vcg.model.Bytes;
import vcg.model.DeviceAccess;
import vcg.model.DeviceNode;
import vcg.model.Driver;
import vcg.model.Granted;
import vcg.model.GuestId;
import vcg.model.GuestRecord;
import vcg.model.GuestUser;
import vcg.model.Host;
import vcg.model.Identity;
import vcg.model.LiveDevices;
import vcg.model.PartitionRecord;
import vcg.model.PartitionRecords;
import vcg.model.ProcessId;
import vcg.model.Running;
import vcg.model.Scheduling;
import vcg.model.UnifiedCgroup;

/** Hosts that need not make sense: every part is there or not, with any content. */
final class GeneratedHost {
  private static final List<String> TEXTS =
      List.of("", "max", "a b", "Grüße 世界", "two\nlines", "\"quoted\" \\", "/x/y", "\u001b[2J");

  private final Random random;

  GeneratedHost(Random random) {
    this.random = random;
  }

  /** A guest of which nothing matters but its devices. */
  static ActualGuest guest(DeviceAccess devices) {
    return new ActualGuest(
        new GuestId(Driver.QEMU, "web"),
        Optional.empty(),
        Optional.empty(),
        ActualCgroup.none("/system/web.qemu.libvirt"),
        new TreeMap<>(),
        devices);
  }

  Actual actual() {
    SortedMap<GuestId, ActualGuest> guests = new TreeMap<>();
    for (ActualGuest guest : list(this::guest)) {
      guests.put(guest.id(), guest);
    }
    return new Actual(
        host(),
        guests,
        cgroup(),
        map(this::path, this::cgroup),
        remembered(),
        map(this::path, this::device),
        list(this::text),
        map(this::path, this::text),
        List.of(),
        list(() -> new Identity.Table(Identity.Table.Kind.SYSTEM, List.of(entry()))));
  }

  private Identity.Entry entry() {
    return new Identity.Entry(text(), text());
  }

  private Host host() {
    return new Host(
        text(),
        text(),
        4096L << random.nextInt(5),
        new Layout(any(Layout.Kind.values()), random.nextBoolean() ? "/" : "/vcg.slice/x"),
        map(() -> any(Controller.values()), this::hierarchy),
        maybe(this::hierarchy),
        map(this::knob, this::text),
        new Mappings(any(Mappings.Shares.values()), any(Mappings.SoftLimit.values())),
        maybe(this::text),
        maybe(this::text),
        maybe(() -> new Bandwidth(random.nextLong(1L << 40), 1 + random.nextLong(1_000_000))),
        map(this::knob, () -> new Value.IndexSet(random.nextBoolean() ? "" : "0-3,7")));
  }

  private Hierarchy hierarchy() {
    return new Hierarchy(text(), any(Hierarchy.Version.values()), path());
  }

  private ActualGuest guest() {
    GuestId id = new GuestId(any(Driver.values()), "guest" + random.nextInt(9));
    return new ActualGuest(
        id,
        maybe(() -> record(id)),
        maybe(this::running),
        cgroup(),
        map(this::group, this::cgroup),
        new DeviceAccess(
            maybe(this::text), list(() -> new DeviceProgram(random.nextInt(999), text()))));
  }

  private GuestRecord record(GuestId id) {
    return new GuestRecord(
        id,
        new UUID(random.nextLong(), random.nextLong()),
        path(),
        path(),
        text(),
        text(),
        text(),
        maybe(this::process),
        random.nextInt(600),
        random.nextBoolean(),
        maybe(this::text),
        maybe(this::text),
        maybe(this::attempt),
        maybe(() ->
            new Granted(
                new GuestUser(path(), 1 + random.nextInt(999), 1 + random.nextInt(999)),
                map(this::path, random::nextBoolean))));
  }

  private Attempt attempt() {
    return new Attempt(
        random.nextInt(99),
        random.nextLong(1L << 40),
        maybe(() -> random.nextInt(256)),
        maybe(() -> random.nextLong(1L << 40)));
  }

  private Scheduling scheduling() {
    Scheduling.Policy policy = any(Scheduling.Policy.values());
    return new Scheduling(policy, policy.isRealTime() ? 1 + random.nextInt(Scheduling.MOST) : 0);
  }

  private Running running() {
    return new Running(
        process(),
        any(Running.State.values()),
        map(this::text, this::path),
        map(
            this::group,
            () -> new Running.GuestThread(random.nextLong(1 << 22), map(this::text, this::path))),
        list(this::text),
        maybe(this::live),
        map(this::group, this::scheduling));
  }

  private LiveDevices live() {
    return new LiveDevices(
        new TreeSet<>(list(this::text)),
        map(this::text, this::text),
        map(this::text, this::text),
        map(this::text, this::text),
        map(this::text, () -> map(this::text, this::text)),
        random.nextInt(9),
        maybe(() -> new Bytes(random.nextLong(1 << 30))));
  }

  private ProcessId process() {
    return new ProcessId(random.nextLong(1 << 22), random.nextLong(Long.MAX_VALUE));
  }

  private Group group() {
    return switch (any(Group.Kind.values())) {
      case EMULATOR -> Group.EMULATOR;
      case VCPU -> Group.vcpu(random.nextInt(12));
      case IOTHREAD -> Group.iothread(1 + random.nextInt(12));
      case CONTAINER -> Group.CONTAINER;
    };
  }

  private ActualCgroup cgroup() {
    return new ActualCgroup(
        path(),
        set(this::text),
        map(this::knob, this::text),
        set(() -> random.nextLong(1 << 22)),
        set(this::text),
        maybe(() -> new UnifiedCgroup(text(), set(this::text))),
        maybe(() -> new Bytes(random.nextLong(Long.MAX_VALUE))));
  }

  private PartitionRecords remembered() {
    SortedMap<String, PartitionRecord> declared = new TreeMap<>();
    for (String path : list(this::path)) {
      declared.put(path, new PartitionRecord(path, text(), text()));
    }
    return new PartitionRecords(
        set(() -> new CgroupPath(random.nextBoolean() ? "cpu,cpuacct" : "unified", path())),
        declared);
  }

  private DeviceNode device() {
    return new DeviceNode(random.nextBoolean(), number(), number(), maybe(this::text));
  }

  private DeviceNumber number() {
    return new DeviceNumber(random.nextInt(1 << 12), random.nextInt(1 << 20));
  }

  private Knob knob() {
    return any(Knob.values());
  }

  private String path() {
    return random.nextInt(6) == 0 ? "/" : "/p" + random.nextInt(9) + "/é" + random.nextInt(9);
  }

  private String text() {
    return TEXTS.get(random.nextInt(TEXTS.size()));
  }

  private <T> T any(T[] all) {
    return all[random.nextInt(all.length)];
  }

  private <T> Optional<T> maybe(Supplier<T> value) {
    return random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
  }

  private <T> List<T> list(Supplier<T> element) {
    List<T> list = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      list.add(element.get());
    }
    return list;
  }

  private <T extends Comparable<T>> SortedSet<T> set(Supplier<T> element) {
    return new TreeSet<>(list(element));
  }

  private <K extends Comparable<K>, V> SortedMap<K, V> map(Supplier<K> key, Supplier<V> value) {
    SortedMap<K, V> map = new TreeMap<>();
    list(key).forEach(k -> map.put(k, value.get()));
    return map;
  }
}
