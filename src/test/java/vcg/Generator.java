package vcg;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Group;
import vcg.cgroup.Knob;
import vcg.cgroup.Value;
import vcg.model.Disks;
import vcg.model.Guest;
import vcg.model.Guests;
import vcg.model.Host;
import vcg.model.Partition;
import vcg.model.Partitions;
import vcg.model.Policy;

/** Random documents. */
public final class Generator {
  private static final List<String> NAMES = List.of("db", "mail", "web");
  private static final List<String> PARTITIONS = List.of("/production", "/production/x", "/system");
  private static final List<Knob> THROTTLES =
      List.of(
          Knob.BLKIO_READ_BYTES,
          Knob.BLKIO_WRITE_BYTES,
          Knob.BLKIO_READ_OPERATIONS,
          Knob.BLKIO_WRITE_OPERATIONS);

  private static final int CAP_CPUS = 3;

  private final Random random;
  private final Ground ground;
  private final boolean capped;
  private final int guests;

  /**
   * @param capped whether it was {@link #cap}ped
   * @param guests how many there are at most, up to three
   */
  public Generator(Random random, Ground ground, boolean capped, int guests) {
    this.guests = guests;
    this.random = random;
    this.ground = ground;
    this.capped = capped;
  }

  /** What documents ask for. */
  public record World(List<Guest> guests, List<Partition> partitions) {}

  /** Somebody limits all guests together; no guest may then ask for more. */
  public static void cap(MachineUnderTest machine) throws IOException {
    quota(machine, CAP_CPUS * 100_000, Integer.toString(CAP_CPUS * 100_000));
  }

  /** Somebody lifts that limit again. */
  static void uncap(MachineUnderTest machine) throws IOException {
    quota(machine, "max", "-1");
  }

  private static void quota(MachineUnderTest machine, Object v2, String v1) throws IOException {
    Host host = machine.host();
    CgroupPath parent = host.directory(Knob.CPU_QUOTA, host.layout().parent());
    if (parent.isUnified()) {
      machine.fs().write(parent, "cpu.max", v2 + " 100000");
    } else {
      machine.fs().write(parent, "cpu.cfs_quota_us", v1);
    }
  }

  /** Some guests and up to three partitions with random knobs, policies and places. */
  public World world() {
    List<Partition> partitions = new ArrayList<>();
    double cpus = capped ? CAP_CPUS : 1000;
    SortedMap<String, Double> left = new TreeMap<>();
    for (String path : PARTITIONS) {
      String above = path.equals("/production/x") ? "/production" : "";
      left.put(path, left.getOrDefault(above, cpus));
      if (random.nextInt(3) == 0) {
        partitions.add(partition(path, left));
      }
    }
    List<Guest> all = new ArrayList<>();
    for (String name : NAMES.subList(0, guests)) {
      if (random.nextInt(4) > 0) {
        all.add(guest(name, left));
      }
    }
    return new World(all, partitions);
  }

  private Partition partition(String path, SortedMap<String, Double> left) {
    Partitions partition = Partitions.of(path).digest(Long.toHexString(random.nextLong()));
    double cpus = left.getOrDefault(path, 1.0);
    if (random.nextBoolean()) {
      cpus = Math.min(cpus, 1.5 + random.nextInt(4) * 0.5);
      bandwidth(cpus, partition::set);
      left.put(path, cpus);
    }
    tune(partition::set);
    if (random.nextInt(3) == 0) {
      // guests below may ask for CPUs that it has not: they are held, which is right too
      partition.set(Knob.CPUSET_CPUS, ground.some(Knob.CPUSET_CPUS, random));
    }
    throttle(partition::device);
    return partition.build();
  }

  private Guest guest(String name, SortedMap<String, Double> left) {
    boolean container = random.nextInt(3) == 0;
    Guests guest = container ? Guests.lxc(name) : Guests.qemu(name);
    guest.digest(Long.toHexString(random.nextLong()));
    String path = "/system";
    if (random.nextInt(3) == 0) {
      path = PARTITIONS.get(random.nextInt(PARTITIONS.size()));
      guest.partition(path);
    }
    Policy.Run run =
        switch (random.nextInt(9)) {
          case 0 -> Policy.Run.PAUSED;
          case 1 -> Policy.Run.SHUTOFF;
          default -> Policy.Run.RUNNING;
        };
    guest.policy(
        new Policy(run, false, Policy.RestartDue.APPLY, random.nextInt(3), Policy.Drift.REPAIR));
    tune(guest::set);
    double cpus = left.getOrDefault(path, 1.0);
    if (random.nextBoolean()) {
      cpus = Math.min(cpus, 0.5 + random.nextInt(3) * 0.5);
      bandwidth(cpus, guest::set);
    }
    if (random.nextInt(3) == 0) {
      guest.set(Knob.CPUSET_CPUS, ground.some(Knob.CPUSET_CPUS, random));
    }
    if (random.nextInt(20) == 0) { // rarely: the kernel then carries all memory over
      guest.set(Knob.CPUSET_MEMS, ground.some(Knob.CPUSET_MEMS, random));
    }
    throttle(guest::device);
    if (!container && random.nextInt(3) == 0) {
      groups(guest, cpus);
    }
    if (!container && random.nextInt(3) == 0 && !ground.nodes().isEmpty()) {
      guest.disk(new Disks(Disks.file("vda", Ground.any(random, ground.nodes()))).block().disk());
    }
    return guest.build();
  }

  private void groups(Guests guest, double cpus) {
    guest.vcpus(1 + random.nextInt(2)).ioThreads(random.nextInt(2)).groups();
    for (Group group : List.of(Group.EMULATOR, Group.vcpu(0))) {
      if (random.nextBoolean()) {
        bandwidth(
            Math.min(cpus, 0.25 + random.nextInt(3) * 0.25),
            (knob, value) -> guest.set(group, knob, value));
      }
      if (random.nextInt(3) == 0) {
        guest.set(group, Knob.CPUSET_CPUS, ground.some(Knob.CPUSET_CPUS, random));
      }
    }
  }

  private void bandwidth(double cpus, BiConsumer<Knob, Value> set) {
    long period = random.nextBoolean() ? 10_000 + random.nextInt(990_001) : 100_000;
    if (period != 100_000) {
      set.accept(Knob.CPU_PERIOD, Value.amount(period));
    }
    set.accept(Knob.CPU_QUOTA, Value.amount((long) (cpus * period)));
  }

  private void tune(BiConsumer<Knob, Value> set) {
    if (random.nextBoolean()) {
      set.accept(Knob.CPU_SHARES, Value.amount(2 + random.nextInt(262_143)));
    }
    if (random.nextBoolean()) {
      long hard = ground.leastBytes() + random.nextInt(4000) * 100_000L;
      set.accept(Knob.MEMORY_HARD_LIMIT, Value.amount(hard));
      if (random.nextBoolean()) {
        set.accept(
            Knob.MEMORY_SWAP_HARD_LIMIT, Value.amount(hard + random.nextInt(5) * 50_000_000L));
      }
      if (random.nextBoolean()) {
        set.accept(Knob.MEMORY_SOFT_LIMIT, soft(hard));
      }
    }
    if (random.nextBoolean()) {
      set.accept(Knob.BLKIO_WEIGHT, Value.amount(1 + random.nextInt(1000)));
    }
  }

  /** As it may throttle who uses more, it is not below what is used, but for a bit. */
  private Value soft(long hard) {
    return Value.amount(ground.leastBytes() - 1 + random.nextLong(hard - ground.leastBytes() + 1));
  }

  /** A setting of one device. */
  private interface OfDevice {
    void set(String path, Knob knob, Value value);
  }

  private void throttle(OfDevice set) {
    if (random.nextInt(3) == 0 && !ground.disks().isEmpty()) {
      Ground.Disk disk = Ground.any(random, ground.disks());
      String path = disk.path();
      for (Knob knob : THROTTLES) {
        if (random.nextBoolean()) {
          set.set(path, knob, Value.amount(4096 + random.nextInt(1_000_000)));
        }
      }
      if (disk.weighted() && random.nextBoolean()) {
        set.set(path, Knob.BLKIO_DEVICE_WEIGHT, Value.amount(1 + random.nextInt(1000)));
      }
    }
  }
}
