package vcg.linux;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.DevicePolicy;
import vcg.cgroup.DeviceRule;
import vcg.cgroup.Hierarchy;

/** The device policy of a cgroup v2 directory replaced, to and fro between two. */
final class DeviceBench {
  private static final int TIMES = 100;
  private static final List<String> COMMON =
      List.of("c 1:3 rw", "c 1:5 rw", "c 1:7 rw", "c 1:8 rw", "c 1:9 rw", "c 5:2 rw", "c 136:* rw");

  private DeviceBench() {}

  static void run(Path floors, String parent, int rounds) throws Exception {
    List<Hierarchy> hierarchies = LinuxHost.read().hierarchies();
    ForeignCgroupFs fs = new ForeignCgroupFs(hierarchies);
    Hierarchy unified =
        hierarchies.stream()
            .filter(h -> h.name().equals(Hierarchy.UNIFIED))
            .findFirst()
            .orElseThrow();
    CgroupPath ours = new CgroupPath(Hierarchy.UNIFIED, parent + "/ours");
    CgroupPath theirs = new CgroupPath(Hierarchy.UNIFIED, parent + "/theirs");
    fs.create(ours);
    fs.create(theirs);
    DevicePolicy one = policy("b 253:0 rw");
    DevicePolicy two = policy("b 253:0 rw", "b 253:16 r");
    BpfDevicePrograms programs = new BpfDevicePrograms(hierarchies);
    Times times = new Times();
    List<String> command =
        List.of(floors.resolve("bpfreplace").toString(), unified.mount() + theirs.path());
    try (Floor floor = Floor.start(command, text(one) + text(two))) {
      for (int i = 0; i < 2 * rounds; i++) {
        if (i == rounds) {
          times.clear(); // Java is warm
        }
        times.add("C: load, attach in its place, close", floor.ask(Integer.toString(TIMES)));
        times.time(
            "vcg: another policy",
            () -> {
              for (int n = 0; n < TIMES; n += 2) {
                programs.attach(ours, two);
                programs.attach(ours, one);
              }
            });
        times.time(
            "vcg: the policy in force",
            () -> {
              for (int n = 0; n < TIMES; n++) {
                programs.attach(ours, one);
              }
            });
      }
    }
    fs.remove(ours);
    fs.remove(theirs);
    System.out.printf("%d and %d device rules%n", one.rules().size(), two.rules().size());
    times.print("us", 1e3 * TIMES);
  }

  private static DevicePolicy policy(String... more) {
    List<DeviceRule> rules = new ArrayList<>();
    COMMON.forEach(text -> rules.add(DeviceRule.parse(text)));
    List.of(more).forEach(text -> rules.add(DeviceRule.parse(text)));
    return DevicePolicy.of(rules);
  }

  private static String text(DevicePolicy policy) {
    return DeviceProgramText.of(policy).stream()
        .map(i -> Long.toHexString(i.encoded()))
        .collect(Collectors.joining(" ", policy.programName() + " ", "\n"));
  }
}
