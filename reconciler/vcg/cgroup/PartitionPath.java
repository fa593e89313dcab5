package vcg.cgroup;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The path of a resource partition, as a document states it: {@code /system} or {@code
 * /production/web}. It is relative to the cgroup parent that vcg was given.
 */
public record PartitionPath(String path) implements Comparable<PartitionPath> {
  private static final int MAX_DEPTH = 8;
  private static final int MAX_COMPONENT = 128;
  private static final Pattern COMPONENT = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.@:+-]*");
  private static final Set<String> KERNEL_PREFIXES =
      Set.of(
          "cgroup",
          "cpu",
          "cpuacct",
          "cpuset",
          "memory",
          "devices",
          "freezer",
          "blkio",
          "io",
          "pids",
          "hugetlb",
          "net_cls",
          "net_prio",
          "perf_event",
          "rdma",
          "misc",
          "dmem",
          "irq");
  private static final Pattern GUESTS = Pattern.compile(".*\\.libvirt(-qemu|-lxc)?");
  private static final Set<String> KERNEL_FILES =
      Set.of("tasks", "notify_on_release", "release_agent");

  /** Where a guest goes that names no partition. Stands below the constants that check it. */
  public static final PartitionPath DEFAULT = new PartitionPath("/system");

  public PartitionPath {
    refusal(path)
        .ifPresent(why -> {
          throw new IllegalArgumentException(why);
        });
  }

  /** Why a text cannot be a partition, such as {@code must start with "/"}; empty: it can. */
  public static Optional<String> refusal(String path) {
    if (!path.startsWith("/")) {
      return Optional.of("must start with \"/\"");
    }
    List<String> components = List.of(path.substring(1).split("/", -1));
    if (components.size() > MAX_DEPTH) {
      return Optional.of("is deeper than " + MAX_DEPTH + " levels");
    }
    return components.stream().flatMap(c -> refusalOf(c).stream()).findFirst();
  }

  private static Optional<String> refusalOf(String component) {
    if (component.isEmpty()) {
      return Optional.of("has an empty component");
    }
    if (!COMPONENT.matcher(component).matches()) {
      return Optional.of(
          "component \""
              + component
              + "\" must be letters, digits and _.@:+- and must not start"
              + " with . - @ : or +");
    }
    if (component.length() > MAX_COMPONENT) {
      return Optional.of("has a component longer than " + MAX_COMPONENT + " characters");
    }
    if (isLikeKernelFile(component)) {
      return Optional.of("component \"" + component + "\" could be the name of a kernel file");
    }
    return GUESTS.matcher(component).matches()
        ? Optional.of("component \"" + component + "\" looks like the directory of a guest")
        : Optional.empty();
  }

  /** Whether the kernel has, or might have, an interface file of that name. */
  static boolean isLikeKernelFile(String component) {
    int dot = component.indexOf('.');
    return KERNEL_FILES.contains(component)
        || (dot > 0 && KERNEL_PREFIXES.contains(component.substring(0, dot)));
  }

  /** This partition and those above it, the topmost first. */
  public List<PartitionPath> chain() {
    List<PartitionPath> chain = new ArrayList<>();
    for (int slash = path.indexOf('/', 1); slash > 0; slash = path.indexOf('/', slash + 1)) {
      chain.add(new PartitionPath(path.substring(0, slash)));
    }
    chain.add(this);
    return List.copyOf(chain);
  }

  @Override
  public int compareTo(PartitionPath other) {
    return path.compareTo(other.path);
  }

  @Override
  public String toString() {
    return path;
  }
}
