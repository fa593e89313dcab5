package vcg.model;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
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
  private final SortedMap<Knob, Located<Value>> tuning = new TreeMap<>();
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
  private Optional<Located<Machine.Cpu>> cpu = Optional.empty();
  private List<Located<Machine.BootDevice>> bootOrder = List.of();
  private Optional<Machine.Kernel> kernel = Optional.empty();
  private Machine.Features features = new Machine.Features(true, true, false);
  private Machine.Clock clock = new Machine.Clock(false, false, false, true);
  private boolean rebootEnds;
  private final List<Machine.Disk> disks = new ArrayList<>();
  private final List<Machine.Nic> nics = new ArrayList<>();
  private final List<Machine.Serial> serials = new ArrayList<>();
  private boolean balloon;

  private Guests(String name, Driver driver) {
    this.name = name;
    this.driver = driver;
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
    tuning.put(knob, new Located<>(value, at(100 + List.of(Knob.values()).indexOf(knob))));
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

  public Guests cpu(Machine.Cpu value) {
    cpu = Optional.of(new Located<>(value, at(6)));
    return this;
  }

  public Guests boot(Machine.BootDevice... devices) {
    bootOrder = List.of(devices).stream().map(d -> new Located<>(d, at(8))).toList();
    return this;
  }

  public Guests kernel(String image, String initrd, String commandLine) {
    kernel =
        Optional.of(
            new Machine.Kernel(
                new Located<>(image, at(11)),
                Optional.of(new Located<>(initrd, at(12))),
                Optional.of(new Located<>(commandLine, at(13)))));
    return this;
  }

  public Guests features(boolean acpi, boolean apic, boolean pae) {
    features = new Machine.Features(acpi, apic, pae);
    return this;
  }

  public Guests clock(Machine.Clock value) {
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

  public Guests disk(Machine.Disk disk) {
    disks.add(disk);
    return this;
  }

  public Guests nic(Optional<String> mac, String model) {
    nics.add(new Machine.Nic(at(50 + nics.size()), mac, model));
    return this;
  }

  public Guests serial(Machine.Serial.Kind kind, Optional<String> path) {
    serials.add(new Machine.Serial(at(60 + serials.size()), kind, path));
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
        tuning,
        policy,
        driver == Driver.QEMU ? machine() : container());
  }

  private Machine machine() {
    return new Machine.Qemu(
        kvm,
        emulator,
        new Located<>(architecture, at(7)),
        new Located<>(type, at(7)),
        new Located<>(memory, at(3)),
        new Located<>(vcpus, at(4)),
        maxVcpus,
        cpu,
        bootOrder,
        kernel,
        features,
        new Located<>(clock, at(9)),
        new Located<>(rebootEnds, at(10)),
        disks,
        nics,
        serials,
        balloon);
  }

  private static Machine container() {
    return new Machine.Container(
        List.of("/sbin/init"),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        false);
  }

  private Location at(int line) {
    return new Location(name + ".xml", line, 3);
  }
}
