package vcg.linux;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import vcg.cgroup.CgroupFs;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Hierarchy;
import vcg.cgroup.Hierarchy.Version;
import vcg.cgroup.Knob;
import vcg.cgroup.Layout;
import vcg.cgroup.Spelling;
import vcg.cgroup.Value;
import vcg.model.Host;

/** Finds out what a host can do, by looking only. */
public final class HostProbe {
  /** Files that the root directory has not, and what it has of the same maker. */
  private static final Map<String, String> NOT_IN_ROOT =
      Map.of("blkio.bfq.weight", "blkio.bfq.io_service_bytes");

  private final Layout layout;
  private final LinuxHost linux;
  private final CgroupFs fs;

  private HostProbe(Layout layout, LinuxHost linux, CgroupFs fs) {
    this.layout = layout;
    this.linux = linux;
    this.fs = fs;
  }

  /**
   * A host on which vcg may work below the layout's parent.
   *
   * @throws IOException the parent does not exist, or no guest could start below it; says where
   */
  public static Host probe(Layout layout, LinuxHost linux, CgroupFs fs) throws IOException {
    return new HostProbe(layout, linux, fs).probe();
  }

  private Host probe() throws IOException {
    requireParent();
    TreeMap<Knob, String> files = new TreeMap<>();
    for (Hierarchy hierarchy : linux.hierarchies()) {
      Set<String> names = new HashSet<>(names(hierarchy));
      for (Knob knob : Knob.values()) {
        if (hierarchy.equals(linux.controllers().get(knob.controller()))) {
          fileOf(knob, hierarchy.version(), names).ifPresent(file -> files.put(knob, file));
        }
      }
    }
    return new Host(
        linux.kernel(),
        linux.bootId(),
        linux.pageBytes(),
        layout,
        linux.controllers(),
        files,
        inherited(files));
  }

  private void requireParent() throws IOException {
    List<String> missing = new ArrayList<>();
    for (Hierarchy hierarchy : linux.hierarchies()) {
      if (!fs.exists(parent(hierarchy))) {
        missing.add(hierarchy.name() + " (" + hierarchy.mount() + layout.parent() + ")");
      }
    }
    if (!missing.isEmpty()) {
      throw new IOException(
          "cgroup parent " + layout.parent() + " does not exist in " + String.join(", ", missing));
    }
  }

  /** The files of a directory that is not the root, as far as there is one. */
  private List<String> names(Hierarchy hierarchy) throws IOException {
    CgroupPath parent = parent(hierarchy);
    List<String> names = new ArrayList<>(fs.files(parent));
    if (parent.parent().isEmpty()) {
      NOT_IN_ROOT.forEach((file, sign) -> {
        if (names.contains(sign)) {
          names.add(file);
        }
      });
      Optional<String> child = fs.children(parent).stream().findFirst();
      if (child.isPresent()) {
        names.addAll(fs.files(new CgroupPath(hierarchy.name(), "/" + child.get())));
      }
    }
    return names;
  }

  private static Optional<String> fileOf(Knob knob, Version version, Set<String> names) {
    return knob.spellings(version).stream().map(Spelling::file).filter(names::contains).findFirst();
  }

  private SortedMap<Knob, Value.IndexSet> inherited(SortedMap<Knob, String> files)
      throws IOException {
    TreeMap<Knob, Value.IndexSet> inherited = new TreeMap<>();
    for (Map.Entry<Knob, String> entry : files.entrySet()) {
      Knob knob = entry.getKey();
      Hierarchy hierarchy = linux.controllers().get(knob.controller());
      if (knob.inherited() && hierarchy != null) {
        // what is in force stands in another file on v2, where the plain one may be empty
        String file =
            hierarchy.version() == Version.V1 ? entry.getValue() : entry.getValue() + ".effective";
        String content = fs.read(parent(hierarchy), file).orElse("");
        if (content.isEmpty()) {
          throw new IOException(
              hierarchy.mount()
                  + layout.parent()
                  + "/"
                  + file
                  + " is empty: no guest could start"
                  + " below the cgroup parent "
                  + layout.parent()
                  + "; write to it what guests may use");
        }
        inherited.put(knob, new Value.IndexSet(content));
      }
    }
    return inherited;
  }

  private CgroupPath parent(Hierarchy hierarchy) {
    return new CgroupPath(hierarchy.name(), layout.parent());
  }
}
