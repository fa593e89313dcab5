package vcg.linux;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import vcg.cgroup.CgroupFs;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Controller;
import vcg.cgroup.Hierarchy;
import vcg.cgroup.Hierarchy.Version;
import vcg.cgroup.Knob;
import vcg.cgroup.Value;
import vcg.model.Bandwidth;
import vcg.model.Diagnosis.Check;
import vcg.model.Diagnosis.Verdict;

/** What the cgroup parent, and those above it, leave to guests. */
final class FromAbove {
  private final CgroupFs fs;
  private final String parent;
  private final SortedMap<Controller, Hierarchy> controllers;

  FromAbove(CgroupFs fs, String parent, SortedMap<Controller, Hierarchy> controllers) {
    this.fs = fs;
    this.parent = parent;
    this.controllers = controllers;
  }

  /**
   * The least CPU time that v1 grants above guests, where it refuses them more; empty: all. The
   * real root never has a quota, but in a container it may be somebody's cgroup.
   */
  Optional<Bandwidth> bandwidth() throws IOException {
    Hierarchy hierarchy = controllers.get(Controller.CPU);
    if (hierarchy == null || hierarchy.version() == Version.V2) {
      return Optional.empty();
    }
    List<Bandwidth> granted = new ArrayList<>();
    Optional<CgroupPath> at = Optional.of(new CgroupPath(hierarchy.name(), parent));
    while (at.isPresent()) {
      Optional<String> quota = fs.read(at.get(), "cpu.cfs_quota_us");
      Optional<String> period = fs.read(at.get(), "cpu.cfs_period_us");
      if (quota.isPresent() && period.isPresent() && !quota.get().startsWith("-")) {
        granted.add(new Bandwidth(Long.parseLong(quota.get()), Long.parseLong(period.get())));
      }
      at = at.get().parent();
    }
    return granted.stream().sorted().findFirst();
  }

  /** What a new partition starts with; a knob is missing where a guest would have nothing. */
  SortedMap<Knob, Value.IndexSet> inherited(SortedMap<Knob, String> files) throws IOException {
    TreeMap<Knob, Value.IndexSet> inherited = new TreeMap<>();
    for (Map.Entry<Knob, String> entry : files.entrySet()) {
      if (entry.getKey().inherited()) {
        CgroupPath place = new CgroupPath(hierarchy(entry.getKey()).name(), parent);
        fs.read(place, inForce(entry.getKey(), entry.getValue()))
            .filter(content -> !content.isEmpty())
            .ifPresent(content -> inherited.put(entry.getKey(), new Value.IndexSet(content)));
      }
    }
    return inherited;
  }

  /** That it leaves nothing of what no guest can do without. */
  List<Check> nothing(SortedMap<Knob, String> files, SortedMap<Knob, Value.IndexSet> inherited) {
    List<Check> checks = new ArrayList<>();
    files.forEach((knob, file) -> {
      if (knob.inherited() && !inherited.containsKey(knob)) {
        String place = hierarchy(knob).mount() + (parent.equals("/") ? "" : parent);
        checks.add(
            new Check(
                "cpuset",
                Verdict.FAILED,
                place
                    + "/"
                    + inForce(knob, file)
                    + " is empty: no guest could start below the cgroup parent "
                    + parent,
                "write to it what guests may use"));
      }
    });
    return checks;
  }

  /** The file with what is in force; on v2 the plain one may be empty. */
  private String inForce(Knob knob, String file) {
    return hierarchy(knob).version() == Version.V1 ? file : file + ".effective";
  }

  private Hierarchy hierarchy(Knob knob) {
    return Optional.ofNullable(controllers.get(knob.controller())).orElseThrow();
  }
}
