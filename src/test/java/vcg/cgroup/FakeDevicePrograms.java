package vcg.cgroup;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * Device programs of the directories of a {@link FakeCgroupFs}, which go with them. {@link
 * DeviceProgramsContract} holds it to what the kernel does.
 */
public final class FakeDevicePrograms implements DevicePrograms {
  private final FakeCgroupFs fs;
  private final Map<FakeDirectory, List<DeviceProgram>> programs = new WeakHashMap<>();
  private final List<String> log = new ArrayList<>();
  private final Injection injection = new Injection();
  private int lastId;

  public FakeDevicePrograms(FakeCgroupFs fs) {
    this.fs = fs;
  }

  /** Somebody attaches a program: another tool, or an earlier vcg that crashed. */
  public void add(CgroupPath cgroup, String name) {
    of(fs.find(cgroup).orElseThrow()).add(new DeviceProgram(++lastId, name));
  }

  /** The n-th operation from now on fails, and all later ones if it {@code stays} so. */
  public void failAt(int n, String errno, boolean stays) {
    injection.arm(n, errno, stays);
  }

  /** What was changed, in order: {@code attach vcg_e3b0c44298f to unified:/x}. */
  public List<String> log() {
    return List.copyOf(log);
  }

  @Override
  public List<DeviceProgram> attached(CgroupPath cgroup) throws IOException {
    try {
      injection.check("programs of " + cgroup);
    } catch (Refused refused) {
      throw CgroupException.deviceProgram("list device programs of", cgroup, refused.errno());
    }
    return fs.find(cgroup).map(directory -> List.copyOf(of(directory))).orElse(List.of());
  }

  @Override
  public void attach(CgroupPath cgroup, DevicePolicy policy) throws IOException {
    String name = policy.programName();
    List<DeviceProgram> there;
    try {
      injection.check("programs of " + cgroup);
      there = of(fs.find(cgroup).orElseThrow(() -> new Refused("ENOENT")));
    } catch (Refused refused) {
      throw CgroupException.deviceProgram(
          "attach device program " + name + " to", cgroup, refused.errno());
    }
    List<DeviceProgram> ours = there.stream().filter(DeviceProgram::isOurs).toList();
    DeviceProgram wanted =
        ours.stream()
            .filter(program -> program.name().equals(name))
            .findFirst()
            .orElseGet(() -> new DeviceProgram(++lastId, name));
    if (ours.equals(List.of(wanted))) {
      return;
    }
    if (ours.isEmpty()) {
      there.add(wanted);
    } else if (!ours.contains(wanted)) {
      there.set(there.indexOf(ours.getFirst()), wanted);
    }
    there.removeIf(program -> program.isOurs() && !program.equals(wanted));
    log.add("attach " + name + " to " + cgroup);
  }

  private List<DeviceProgram> of(FakeDirectory directory) {
    return programs.computeIfAbsent(directory, _ -> new ArrayList<>());
  }
}
