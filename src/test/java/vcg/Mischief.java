package vcg;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import vcg.cgroup.CgroupException;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Controller;
import vcg.cgroup.DevicePolicy;
import vcg.cgroup.Group;
import vcg.cgroup.Knob;
import vcg.cgroup.Spelling;
import vcg.cgroup.Value;
import vcg.model.ProcessId;

/** Random mischief that others do to a machine. */
public record Mischief(MachineUnderTest machine, Ground ground, Random random) {

  /** What happens on a machine between two runs of vcg. */
  public void disturb() throws IOException {
    for (ProcessId process : machine.processes().all()) {
      switch (random.nextInt(10)) {
        case 0 -> machine.processes().crash(process);
        case 1 -> machine.processes().powerOff(process);
        case 2 -> moveAway(process);
        case 3 -> moveThread(process);
        case 4 -> changeDevices(process);
        case 5, 6 -> write(process);
        default -> {}
      }
    }
  }

  private void moveAway(ProcessId process) throws IOException {
    CgroupPath root = new CgroupPath(Ground.any(random, machine.host().hierarchies()).name(), "/");
    machine.fs().write(root, "cgroup.procs", Long.toString(process.pid()));
  }

  /** Somebody moves a thread to where its process is, or above that. */
  private void moveThread(ProcessId process) throws IOException {
    String hierarchy = machine.host().directory(Knob.CPU_QUOTA, "/").hierarchy();
    String path = placement(process).get(hierarchy);
    CgroupPath cgroup = new CgroupPath(hierarchy, path);
    if (random.nextBoolean()) {
      cgroup = cgroup.parent().orElse(cgroup);
    }
    String file = cgroup.isUnified() ? "cgroup.threads" : "tasks";
    for (long thread : machine.processes().threads(process)) {
      if (random.nextBoolean()) {
        tolerant(cgroup, file, Long.toString(thread));
      }
    }
  }

  private void changeDevices(ProcessId process) throws IOException {
    String hierarchy =
        Optional.ofNullable(machine.host().controllers().get(Controller.DEVICES))
            .orElseThrow()
            .name();
    String path = placement(process).get(hierarchy);
    CgroupPath cgroup = new CgroupPath(hierarchy, path);
    if (!machine.layout().isBelow(path)) {
      return; // that would be a matter of the whole machine
    }
    if (cgroup.isUnified()) {
      boolean inside = path.endsWith("/" + Group.EMULATOR) || isInContainer(path);
      machine.programs().attach(inside ? cgroup.parent().orElseThrow() : cgroup, DevicePolicy.NONE);
    } else {
      boolean allow = random.nextBoolean();
      tolerant(
          cgroup,
          allow ? "devices.allow" : "devices.deny",
          Ground.any(
              random,
              allow ? List.of("a", "c 10:200 rw", "b 8:* r") : List.of("c 1:3 w", "c 136:* rwm")));
    }
  }

  /** There most is the container's own affair. */
  private static boolean isInContainer(String path) {
    return path.endsWith("/" + Group.CONTAINER);
  }

  private Map<String, String> placement(ProcessId process) throws IOException {
    return machine.processes().placement(process).orElseThrow();
  }

  /** Somebody writes into the directories of a guest and its groups, or above it. */
  private void write(ProcessId process) throws IOException {
    SortedSet<CgroupPath> cgroups = new TreeSet<>();
    placement(process).forEach((name, path) -> cgroups.add(new CgroupPath(name, path)));
    for (long thread : machine.processes().threads(process)) {
      machine
          .processes()
          .placement(process, thread)
          .orElseThrow()
          .forEach((name, path) -> cgroups.add(new CgroupPath(name, path)));
    }
    SortedSet<CgroupPath> all = new TreeSet<>();
    for (CgroupPath cgroup : cgroups) {
      for (CgroupPath at = cgroup; at.depth() > 1; at = at.parent().orElseThrow()) {
        all.add(at);
      }
    }
    for (CgroupPath cgroup : all) {
      for (var file : machine.host().files().entrySet()) {
        boolean here = machine.host().directory(file.getKey(), cgroup.path()).equals(cgroup);
        boolean untold = isInContainer(cgroup.path()) && !file.getKey().isIn(Group.Kind.CONTAINER);
        if (here && !untold && random.nextInt(6) == 0) {
          drift(cgroup, file.getKey());
        }
      }
    }
  }

  private void drift(CgroupPath cgroup, Knob knob) throws IOException {
    if (knob.perDevice() && ground.disks().isEmpty()) {
      return;
    }
    Value value =
        switch (knob.unit()) {
          case COUNT -> Value.amount(2 + random.nextInt(900));
          case MICROSECONDS -> Value.amount(1000 + random.nextInt(900_000));
          case BYTES -> Value.amount(ground.leastBytes() + random.nextLong(1L << 31));
          case BYTES_PER_SECOND, PER_SECOND -> Value.amount(4096 + random.nextInt(1_000_000));
          case INDEXES -> ground.some(knob, random);
          case SWITCH -> Value.amount(1);
        };
    Spelling whole = machine.host().spelling(knob).orElseThrow();
    Spelling spelling =
        knob.perDevice() ? whole.at(Ground.any(random, ground.disks()).number()) : whole;
    boolean period = knob == Knob.CPU_PERIOD && machine.host().isUnified(Controller.CPU);
    tolerant(cgroup, spelling.target(), spelling.text(value, period ? "max 100000" : ""));
  }

  private void tolerant(CgroupPath cgroup, String file, String text) throws IOException {
    try {
      machine.fs().write(cgroup, file, text);
    } catch (CgroupException _) {
      // refused by the rules of the kernel: then it did not happen
    }
  }
}
