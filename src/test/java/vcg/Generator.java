package vcg;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import vcg.cgroup.CgroupException;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Knob;
import vcg.cgroup.Value;
import vcg.model.Guest;
import vcg.model.Guests;
import vcg.model.Policy;
import vcg.model.ProcessId;

/** Random documents, and random mischief done to a machine. */
final class Generator {
  private static final List<String> NAMES = List.of("db", "mail", "web");
  private static final List<String> PARTITIONS = List.of("/system", "/production", "/production/x");

  private static final int CAP_CPUS = 3;

  private Generator() {}

  /** Somebody limits all guests together; no guest may then ask for more. */
  static void cap(FakeMachine machine) throws IOException {
    CgroupPath parent = machine.host().directory(Knob.CPU_QUOTA, FakeMachine.PARENT);
    machine.fs().write(parent, "cpu.cfs_quota_us", Integer.toString(CAP_CPUS * 100_000));
  }

  /** Up to three guests with random knobs, policies and places. */
  static List<Guest> guests(Random random) {
    List<Guest> guests = new ArrayList<>();
    for (String name : NAMES) {
      if (random.nextInt(4) > 0) {
        guests.add(guest(random, name));
      }
    }
    return guests;
  }

  private static Guest guest(Random random, String name) {
    Guests guest = Guests.qemu(name).digest(Long.toHexString(random.nextLong()));
    if (random.nextInt(5) == 0) {
      guest.partition(PARTITIONS.get(random.nextInt(PARTITIONS.size())));
    }
    Policy.Run run =
        switch (random.nextInt(9)) {
          case 0 -> Policy.Run.PAUSED;
          case 1 -> Policy.Run.SHUTOFF;
          default -> Policy.Run.RUNNING;
        };
    guest.policy(
        new Policy(run, false, Policy.RestartDue.APPLY, random.nextInt(3), Policy.Drift.REPAIR));
    tune(random, guest);
    return guest.build();
  }

  private static void tune(Random random, Guests guest) {
    if (random.nextBoolean()) {
      guest.set(Knob.CPU_SHARES, Value.amount(2 + random.nextInt(262_143)));
    }
    int period = 1000 + random.nextInt(999_001);
    if (random.nextBoolean()) {
      guest.set(Knob.CPU_PERIOD, Value.amount(period));
    } else {
      period = 100_000;
    }
    if (random.nextBoolean()) {
      guest.set(Knob.CPU_QUOTA, Value.amount(1000 + random.nextInt(CAP_CPUS * period - 999)));
    }
    if (random.nextBoolean()) {
      long hard = (1 + random.nextInt(4000)) * 100_000L;
      guest.set(Knob.MEMORY_HARD_LIMIT, Value.amount(hard));
      if (random.nextBoolean()) {
        guest.set(
            Knob.MEMORY_SWAP_HARD_LIMIT, Value.amount(hard + random.nextInt(5) * 50_000_000L));
      }
      if (random.nextBoolean()) {
        guest.set(Knob.MEMORY_SOFT_LIMIT, Value.amount(1 + random.nextLong(hard)));
      }
    }
    if (random.nextBoolean()) {
      guest.set(Knob.BLKIO_WEIGHT, Value.amount(1 + random.nextInt(1000)));
    }
    if (random.nextInt(3) == 0) {
      List<String> sets = List.of("0", "1-2", "0,3", "0-3");
      guest.set(Knob.CPUSET_CPUS, new Value.IndexSet(sets.get(random.nextInt(sets.size()))));
    }
  }

  /** What happens on a machine between two runs of vcg. */
  static void disturb(Random random, FakeMachine machine) throws IOException {
    for (ProcessId process : machine.processes().all()) {
      switch (random.nextInt(8)) {
        case 0 -> machine.processes().crash(process);
        case 1 -> machine.processes().powerOff(process);
        case 2 -> moveAway(machine, process);
        case 3, 4 -> write(random, machine, process);
        default -> {}
      }
    }
  }

  private static void moveAway(FakeMachine machine, ProcessId process) throws IOException {
    machine.fs().write(new CgroupPath("memory", "/"), "cgroup.procs", Long.toString(process.pid()));
  }

  /** Somebody writes into the guest's own directory; what the kernel refuses did not happen. */
  private static void write(Random random, FakeMachine machine, ProcessId process)
      throws IOException {
    for (var place : machine.processes().placement(process).orElseThrow().entrySet()) {
      for (Knob knob : Knob.values()) {
        if (place.getKey().startsWith(knob.controller().v1Name() + ",")
            || place.getKey().equals(knob.controller().v1Name())) {
          drift(random, machine, new CgroupPath(place.getKey(), place.getValue()), knob);
        }
      }
    }
  }

  private static void drift(Random random, FakeMachine machine, CgroupPath cgroup, Knob knob)
      throws IOException {
    if (cgroup.path().equals("/") || random.nextInt(3) > 0) {
      return;
    }
    String value =
        switch (knob.unit()) {
          case COUNT -> Integer.toString(2 + random.nextInt(900));
          case MICROSECONDS -> Integer.toString(1000 + random.nextInt(900_000));
          case BYTES -> Long.toString(random.nextLong(1L << 31));
          case INDEXES -> "0";
        };
    try {
      machine
          .fs()
          .write(cgroup, knob.spellings(vcg.cgroup.Hierarchy.Version.V1).getFirst().file(), value);
    } catch (CgroupException _) {
      // refused by the rules of the kernel: then it did not happen
    }
  }
}
