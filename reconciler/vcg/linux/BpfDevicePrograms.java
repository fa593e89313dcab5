package vcg.linux;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vcg.cgroup.CgroupException;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.DevicePolicy;
import vcg.cgroup.DeviceProgram;
import vcg.cgroup.DevicePrograms;
import vcg.cgroup.Hierarchy;

/**
 * Device programs of the running kernel, by {@code bpf(2)}; for Linux 5.6 or later. Nothing is kept
 * open between two calls.
 */
public final class BpfDevicePrograms implements DevicePrograms {
  private final Map<String, String> mounts = new HashMap<>();

  public BpfDevicePrograms(Collection<Hierarchy> hierarchies) {
    hierarchies.forEach(h -> mounts.put(h.name(), h.mount()));
  }

  /**
   * Why the kernel does not let us use device programs, found out by looking at those of a
   * directory; empty: nothing is known to be in the way.
   */
  public Optional<String> refusal(CgroupPath cgroup) {
    if (!CgroupFiles.foreignCalls()) {
      return Optional.of("device programs need system calls, which Java may not make here");
    }
    try (Bpf bpf = open(cgroup, Bpf.LISTING)) {
      look(bpf);
      return Optional.empty();
    } catch (CgroupException e) {
      return Optional.of(e.getMessage() + hint(e.errno()));
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static String hint(String errno) {
    return switch (errno) {
      case "EPERM" -> " (needs CAP_SYS_ADMIN, and a container that lets bpf(2) through)";
      case "ENOSYS" -> " (the kernel was built without CONFIG_BPF_SYSCALL)";
      case "EINVAL" -> " (the kernel was built without CONFIG_CGROUP_BPF, or is before 4.15)";
      case "EBADF" -> " (not a directory of cgroup v2)";
      default -> "";
    };
  }

  @Override
  public List<DeviceProgram> attached(CgroupPath cgroup) throws IOException {
    try (Bpf bpf = open(cgroup, Bpf.LISTING)) {
      return look(bpf);
    } catch (CgroupException e) {
      if (e.errno().equals(Errno.ENOENT.name())) {
        return List.of();
      }
      throw e;
    }
  }

  @Override
  public void attach(CgroupPath cgroup, DevicePolicy policy) throws IOException {
    String name = policy.programName();
    try (Bpf bpf = open(cgroup, "attach device program " + name + " to")) {
      List<DeviceProgram> before = ours(bpf);
      if (before.size() == 1 && before.getFirst().name().equals(name)) {
        return;
      }
      DeviceProgram wanted = wanted(bpf, before, name, policy);
      for (DeviceProgram program : ours(bpf)) {
        if (!program.equals(wanted)) {
          detach(bpf, program);
        }
      }
      List<DeviceProgram> after = ours(bpf);
      if (!after.equals(List.of(wanted))) {
        throw new IOException(
            "device programs of "
                + cgroup
                + " are "
                + after
                + " instead of "
                + wanted
                + ": somebody else changes them, too");
      }
    }
  }

  /** The program of the policy, attached now if it was not. */
  private static DeviceProgram wanted(
      Bpf bpf, List<DeviceProgram> before, String name, DevicePolicy policy)
      throws CgroupException {
    Optional<DeviceProgram> there = before.stream().filter(p -> p.name().equals(name)).findFirst();
    if (there.isPresent()) {
      return there.get();
    }
    try (Bpf.Program made = bpf.load(name, DeviceProgramText.of(policy))) {
      Optional<DeviceProgram> old = before.stream().findFirst();
      Optional<Bpf.Program> held = old.isPresent() ? bpf.program(old.get().id()) : Optional.empty();
      if (held.isEmpty()) {
        bpf.attach(made);
        return made.identity();
      }
      try (Bpf.Program replaced = held.get()) {
        bpf.replace(replaced, made);
        return made.identity();
      }
    }
  }

  private static void detach(Bpf bpf, DeviceProgram program) throws CgroupException {
    Optional<Bpf.Program> held = bpf.program(program.id());
    if (held.isPresent()) {
      try (Bpf.Program leftover = held.get()) {
        bpf.detach(leftover);
      }
    }
  }

  private static List<DeviceProgram> ours(Bpf bpf) throws CgroupException {
    return look(bpf).stream().filter(DeviceProgram::isOurs).toList();
  }

  private static List<DeviceProgram> look(Bpf bpf) throws CgroupException {
    List<DeviceProgram> programs = new ArrayList<>();
    for (int id : bpf.attached()) {
      Optional<Bpf.Program> held = bpf.program(id);
      if (held.isPresent()) { // not so: detached since, and gone
        try (Bpf.Program program = held.get()) {
          programs.add(program.identity());
        }
      }
    }
    return List.copyOf(programs);
  }

  private Bpf open(CgroupPath cgroup, String operation) throws IOException {
    String mount = mounts.get(cgroup.hierarchy());
    if (mount == null) {
      throw CgroupException.deviceProgram(operation, cgroup, Errno.ENOENT.name());
    }
    return Bpf.open(cgroup, mount + cgroup.path(), operation);
  }
}
