package vcg.cgroup;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vcg.cgroup.Hierarchy.Version;

/**
 * Where the cgroup hierarchies of a host are mounted, controller by controller.
 *
 * @param v1 the mount of each controller that cgroup v1 has
 * @param unified the cgroup v2 tree; empty: not mounted
 */
public record MountTable(SortedMap<Controller, Mount> v1, Optional<Mount> unified) {
  /** Everything that cgroup v1 ever had as a controller; other mount options are not one. */
  private static final Set<String> CONTROLLERS =
      Set.of(
          "cpuset",
          "cpu",
          "cpuacct",
          "blkio",
          "memory",
          "devices",
          "freezer",
          "net_cls",
          "perf_event",
          "net_prio",
          "hugetlb",
          "pids",
          "rdma",
          "misc",
          "debug");

  public MountTable {
    v1 = Collections.unmodifiableSortedMap(new TreeMap<>(v1));
  }

  /**
   * A mounted hierarchy.
   *
   * @param root which directory of the hierarchy is seen at the mount point; in a container this
   *     need not be {@code /}
   * @param readOnly whether nothing can be written there, as in a container
   */
  public record Mount(Hierarchy hierarchy, String root, boolean readOnly) {
    /**
     * The path below the mount point of what {@code /proc/PID/cgroup} calls {@code path}; the text
     * as it is when it lies outside.
     */
    public String below(String path) {
      if (root.equals("/") || !(path + "/").startsWith(root + "/")) {
        return path;
      }
      return path.length() == root.length() ? "/" : path.substring(root.length());
    }

    private boolean isWhole() {
      return root.equals("/");
    }
  }

  /**
   * Reads {@code /proc/self/mountinfo}, or {@code /proc/self/mounts}, which does not tell roots:
   *
   * <pre>
   * 32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw,nosuid - cgroup cgroup rw,cpu,cpuacct
   * cgroup /sys/fs/cgroup/cpu,cpuacct cgroup rw,nosuid,cpu,cpuacct 0 0
   * </pre>
   *
   * <p>Of two mounts of one hierarchy the later one counts, unless it shows only a part.
   */
  public static MountTable parse(String text) {
    TreeMap<Controller, Mount> v1 = new TreeMap<>();
    Optional<Mount> unified = Optional.empty();
    for (String line : text.lines().toList()) {
      Line mount = Line.parse(line);
      if (mount.type.equals("cgroup2")) {
        Mount found = mount.as(Hierarchy.UNIFIED, Version.V2);
        unified = unified.filter(before -> before.isWhole() && !found.isWhole());
        unified = Optional.of(unified.orElse(found));
      } else if (mount.type.equals("cgroup")) {
        Mount found = mount.as(mount.controllers(), Version.V1);
        for (String name : found.hierarchy.name().split(",", -1)) {
          Controller.ofV1Name(name)
              .ifPresent(c -> v1.merge(c, found, (a, b) -> a.isWhole() && !b.isWhole() ? a : b));
        }
      }
    }
    return new MountTable(v1, unified);
  }

  /**
   * Which hierarchy each controller is on. A controller is on one only; one that v1 has not is on
   * v2 if that tree lists it. What v2 does without a controller, freezing and refusing devices, it
   * does also where it lists none, as on hosts that mount it only to keep track of processes.
   *
   * @param unifiedControllers content of {@code cgroup.controllers} where guests are to be made
   */
  public SortedMap<Controller, Hierarchy> controllers(String unifiedControllers) {
    List<String> onV2 = List.of(unifiedControllers.strip().split(" +"));
    TreeMap<Controller, Hierarchy> controllers = new TreeMap<>();
    v1.forEach((controller, mount) -> controllers.put(controller, mount.hierarchy));
    unified.ifPresent(mount ->
        Controller.ALL.stream()
            .filter(c -> c.v2Name().map(onV2::contains).orElse(true))
            .forEach(c -> controllers.putIfAbsent(c, mount.hierarchy)));
    return controllers;
  }

  /** Every hierarchy that has a controller which vcg uses, and the v2 tree, in order of names. */
  public List<Hierarchy> hierarchies() {
    return mounts().map(Mount::hierarchy).distinct().sorted().toList();
  }

  /** The same host, were the v2 tree not mounted. */
  public MountTable withoutUnified() {
    return new MountTable(v1, Optional.empty());
  }

  /** The mount of a hierarchy; empty: none of that name. */
  public Optional<Mount> mount(String hierarchy) {
    return mounts().filter(m -> m.hierarchy.name().equals(hierarchy)).findFirst();
  }

  private Stream<Mount> mounts() {
    return Stream.concat(v1.values().stream(), unified.stream());
  }

  private record Line(String root, String point, String type, String options, boolean readOnly) {
    static Line parse(String line) {
      String[] fields = line.split(" ", -1);
      int dash = Arrays.asList(fields).indexOf("-");
      if (dash >= 6 && fields.length > dash + 3) {
        return new Line(
            unescape(fields[3]),
            unescape(fields[4]),
            fields[dash + 1],
            fields[dash + 3],
            readOnly(fields[5]) || readOnly(fields[dash + 3]));
      }
      return fields.length >= 4
          ? new Line("/", unescape(fields[1]), fields[2], fields[3], readOnly(fields[3]))
          : new Line("/", "", "", "", false);
    }

    private static boolean readOnly(String options) {
      return List.of(options.split(",", -1)).contains("ro");
    }

    Mount as(String name, Version version) {
      return new Mount(new Hierarchy(name, version, point), root, readOnly);
    }

    /** In the kernel's order, as in {@code /proc/PID/cgroup}; empty for a named hierarchy. */
    String controllers() {
      return Arrays.stream(options.split(",", -1))
          .filter(CONTROLLERS::contains)
          .collect(Collectors.joining(","));
    }

    /** The kernel writes blank, tab, newline and backslash as three octal digits. */
    private static String unescape(String field) {
      StringBuilder out = new StringBuilder();
      for (int i = 0; i < field.length(); i++) {
        char c = field.charAt(i);
        if (c == '\\' && i + 3 < field.length()) {
          out.append((char) Integer.parseInt(field.substring(i + 1, i + 4), 8));
          i += 3;
        } else {
          out.append(c);
        }
      }
      return out.toString();
    }
  }
}
