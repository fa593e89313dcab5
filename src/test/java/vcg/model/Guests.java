package vcg.model;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import vcg.cgroup.Group;
import vcg.cgroup.Knob;
import vcg.cgroup.PartitionPath;
import vcg.cgroup.Value;

/**
 * Valid guests for tests: {@code Guests.qemu("web").shares(2048).build()}. What is not said is what
 * a document without that element gets; every element has a line of its own, always the same.
 */
public final class Guests {
  private final String name;
  private final Driver driver;
  private final Tunings tuning;
  private final SortedMap<Group, Tunings> groups = new TreeMap<>();
  private boolean grouped;
  private String digest = "0".repeat(64);
  private PartitionPath partition = PartitionPath.DEFAULT;
  private Policy policy = Policy.DEFAULT;

  private boolean kvm;
  private Optional<Located<String>> emulator = Optional.empty();
  private String architecture = "x86_64";
  private String type = "pc";
  private Bytes memory = new Bytes(64L << 20);
  private int vcpus = 1;
  private int maxVcpus = 1;
  private int ioThreads;
  private Optional<Located<Processors.Cpu>> cpu = Optional.empty();
  private List<Located<Board.BootDevice>> bootOrder = List.of();
  private Optional<Board.Kernel> kernel = Optional.empty();
  private Features features = Features.of(true, true, false);
  private Clock clock =
      new Clock(new Clock.Start.Utc(), false, Optional.empty(), Optional.empty(), true);
  private Firmware firmware = Firmware.NONE;
  private boolean rebootEnds;
  private final List<DiskDrive> disks = new ArrayList<>();
  private final List<NetworkCard> nics = new ArrayList<>();
  private final List<SerialPort> serials = new ArrayList<>();
  private boolean balloon;
  private Peripherals peripherals = Peripherals.NONE;

  private Guests(String name, Driver driver) {
    this.name = name;
    this.driver = driver;
    this.tuning = new Tunings(name + ".xml", 100);
  }

  /** A virtual machine with 64 MiB, one virtual CPU and no devices. */
  public static Guests qemu(String name) {
    return new Guests(name, Driver.QEMU);
  }

  /** A container that runs {@code /sbin/init} on the host's root. */
  public static Guests lxc(String name) {
    return new Guests(name, Driver.LXC);
  }

  public Guests digest(String text) {
    digest = text;
    return this;
  }

  public Guests partition(String path) {
    partition = new PartitionPath(path);
    return this;
  }

  public Guests policy(Policy value) {
    policy = value;
    return this;
  }

  public Guests set(Knob knob, Value value) {
    tuning.set(knob, value);
    return this;
  }

  /** A setting of one block device, such as {@code /dev/sda}. */
  public Guests device(String path, Knob knob, Value value) {
    tuning.device(path, knob, value);
    return this;
  }

  /** A setting of one group; all others of the guest exist then too. */
  public Guests set(Group group, Knob knob, Value value) {
    grouped = true;
    groups.computeIfAbsent(group, this::ofGroup).set(knob, value);
    return this;
  }

  /** A pin of one group, such as {@code vcpupin}. */
  public Guests pin(Group group, String cpus) {
    return set(group, Knob.CPUSET_CPUS, Value.IndexSet.parse(cpus));
  }

  /** Period and quota of every virtual CPU; say how many there are before. */
  public Guests vcpuBandwidth(long periodMicros, long quotaMicros) {
    for (int i = 0; i < vcpus; i++) {
      bandwidth(Group.vcpu(i), periodMicros, quotaMicros);
    }
    return this;
  }

  public Guests bandwidth(Group group, long periodMicros, long quotaMicros) {
    return set(group, Knob.CPU_PERIOD, Value.amount(periodMicros))
        .set(group, Knob.CPU_QUOTA, Value.amount(quotaMicros));
  }

  /** Groups without any setting, as beside one that has one. */
  public Guests groups() {
    grouped = true;
    return this;
  }

  public Guests shares(long shares) {
    return set(Knob.CPU_SHARES, Value.amount(shares));
  }

  public Guests hardLimit(Bytes limit) {
    return set(Knob.MEMORY_HARD_LIMIT, Value.amount(limit.number()));
  }

  public Guests softLimit(Bytes limit) {
    return set(Knob.MEMORY_SOFT_LIMIT, Value.amount(limit.number()));
  }

  public Guests swapHardLimit(Bytes limit) {
    return set(Knob.MEMORY_SWAP_HARD_LIMIT, Value.amount(limit.number()));
  }

  public Guests cpuset(String list) {
    return set(Knob.CPUSET_CPUS, Value.IndexSet.parse(list));
  }

  public Guests nodeset(String list) {
    return set(Knob.CPUSET_MEMS, Value.IndexSet.parse(list));
  }

  public Guests kvm() {
    kvm = true;
    return this;
  }

  public Guests emulator(String path) {
    emulator = Optional.of(new Located<>(path, at(30)));
    return this;
  }

  public Guests architecture(String word) {
    architecture = word;
    return this;
  }

  public Guests type(String word) {
    type = word;
    return this;
  }

  public Guests memory(Bytes size) {
    memory = size;
    return this;
  }

  public Guests vcpus(int number) {
    return vcpus(number, number);
  }

  public Guests vcpus(int plugged, int most) {
    vcpus = plugged;
    maxVcpus = most;
    return this;
  }

  /** I/O threads 1 to this number. */
  public Guests ioThreads(int number) {
    ioThreads = number;
    return this;
  }

  public Guests cpu(Processors.Cpu value) {
    cpu = Optional.of(new Located<>(value, at(6)));
    return this;
  }

  public Guests boot(Board.BootDevice... devices) {
    bootOrder = List.of(devices).stream().map(d -> new Located<>(d, at(8))).toList();
    return this;
  }

  public Guests kernel(String image, String initrd, String commandLine) {
    kernel =
        Optional.of(
            new Board.Kernel(
                new Located<>(image, at(11)),
                Optional.of(new Located<>(initrd, at(12))),
                Optional.of(new Located<>(commandLine, at(13)))));
    return this;
  }

  public Guests features(boolean acpi, boolean apic, boolean pae) {
    features = Features.of(acpi, apic, pae);
    return this;
  }

  public Guests firmware(Firmware value) {
    firmware = value;
    return this;
  }

  public Guests clock(Clock value) {
    clock = value;
    return this;
  }

  public Guests rebootEnds() {
    rebootEnds = true;
    return this;
  }

  /** A raw file on the virtio bus. */
  public Guests disk(String target, String source) {
    return disk(Disks.file(target, source));
  }

  public Guests disk(DiskDrive disk) {
    disks.add(disk);
    return this;
  }

  public Guests nic(Optional<String> mac, String model) {
    nics.add(NetworkCard.user(at(50 + nics.size()), mac, model));
    return this;
  }

  public Guests nic(NetworkCard card) {
    nics.add(card);
    return this;
  }

  public Guests serial(CharBackend backend) {
    CharDevice device = new CharDevice(at(60 + serials.size()), backend, Optional.empty());
    serials.add(new SerialPort(SerialPort.Kind.ISA, device));
    return this;
  }

  public Guests peripherals(Peripherals all) {
    peripherals = all;
    return this;
  }

  public Guests balloon() {
    balloon = true;
    return this;
  }

  /** The guest. Its uuid comes from its name. */
  public Guest build() {
    return new Guest(
        new GuestId(driver, name),
        UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)),
        at(2),
        digest,
        new Located<>(partition, at(15)),
        tuning.build(),
        allGroups(),
        policy,
        driver == Driver.QEMU ? machine() : container());
  }

  private SortedMap<Group, Tuning> allGroups() {
    SortedMap<Group, Tuning> all = new TreeMap<>();
    if (driver == Driver.LXC) {
      all.put(Group.CONTAINER, Tuning.NONE);
    }
    if (grouped) {
      all.put(Group.EMULATOR, Tuning.NONE);
      for (int i = 0; i < vcpus; i++) {
        all.put(Group.vcpu(i), Tuning.NONE);
      }
      for (int i = 1; i <= ioThreads; i++) {
        all.put(Group.iothread(i), Tuning.NONE);
      }
    }
    groups.forEach((group, asked) -> all.put(group, asked.build()));
    return all;
  }

  private Tunings ofGroup(Group group) {
    int kind = List.of(Group.Kind.values()).indexOf(group.kind());
    return new Tunings(name + ".xml", 200 + 1000 * kind + 20 * group.index());
  }

  private Machine machine() {
    return new Machine.Qemu(
        kvm,
        emulator,
        new Board(
            new Located<>(architecture, at(7)),
            new Located<>(type, at(7)),
            features,
            new Located<>(clock, at(9)),
            bootOrder,
            kernel,
            new Ends(
                new Located<>(Ends.PowerOff.DESTROY, at(10)),
                new Located<>(rebootEnds ? Ends.Reboot.DESTROY : Ends.Reboot.RESTART, at(10)),
                new Located<>(Ends.Crash.DESTROY, at(10))),
            firmware,
            Identity.NONE,
            PowerStates.NONE),
        new Processors(
            new Located<>(vcpus, at(4)),
            maxVcpus,
            cpu,
            List.of(),
            threads(),
            Optional.empty(),
            new TreeMap<>()),
        new Memory(new Located<>(memory, at(3)), Optional.empty()),
        new Hardware(disks, nics, serials, balloon, List.of(), List.of(), peripherals));
  }

  private List<IoThread> threads() {
    return IntStream.rangeClosed(1, ioThreads).mapToObj(IoThread::plain).toList();
  }

  private Machine container() {
    return new Machine.Container(
        new Machine.Init(
            at(6),
            List.of("/sbin/init"),
            List.of(),
            new Located<>("/", at(6)),
            Optional.empty(),
            Optional.empty()),
        List.of(),
        new Ends(
            new Located<>(Ends.PowerOff.DESTROY, at(2)),
            new Located<>(Ends.Reboot.RESTART, at(2)),
            new Located<>(Ends.Crash.DESTROY, at(2))),
        ContainerNetwork.NONE,
        new ContainerRights(
            new Located<>(List.of("chown", "kill"), at(2)), Optional.empty(), List.of()),
        false,
        List.of());
  }

  private Location at(int line) {
    return new Location(name + ".xml", line, 3);
  }
}
