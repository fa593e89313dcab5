package vcg.linux;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import vcg.cgroup.Controller;
import vcg.cgroup.MountTable;
import vcg.cgroup.MountTable.Mount;

/** The cgroups of a process, as the places from which vcg could work. */
final class OwnCgroup {
  /** What the kernel adds to the path of a directory that was removed. */
  private static final String GONE = " (deleted)";

  /** Directories that libvirt puts between a machine's own and its threads. */
  private static final List<String> INSIDE = List.of("/emulator", "/libvirt");

  private OwnCgroup() {}

  /**
   * The path below the mount point, by name of the hierarchy; named hierarchies and those without a
   * controller of ours are left out.
   *
   * <pre>
   * 3:cpuacct,cpu:/system
   * 1:name=systemd:/user/berrange/123
   * 0::/system.slice/vcg.service
   * </pre>
   */
  static SortedMap<String, String> parse(String text, MountTable mounts) {
    SortedMap<String, String> placement = new TreeMap<>();
    for (String line : text.lines().toList()) {
      String[] fields = line.split(":", 3);
      if (fields.length == 3) {
        mount(fields[1], mounts)
            .ifPresent(m -> placement.put(m.hierarchy().name(), stripped(m.below(fields[2]))));
      }
    }
    return placement;
  }

  /** By any controller, because their order may differ from that in the mount table. */
  private static Optional<Mount> mount(String controllers, MountTable mounts) {
    if (controllers.isEmpty()) {
      return mounts.unified();
    }
    return List.of(controllers.split(",", -1)).stream()
        .flatMap(name -> Controller.ofV1Name(name).stream())
        .flatMap(c -> Optional.ofNullable(mounts.v1().get(c)).stream())
        .findFirst();
  }

  private static String stripped(String path) {
    String stripped = withoutEnd(path, GONE);
    for (String inside : INSIDE) {
      stripped = withoutEnd(stripped, inside);
    }
    return stripped.isEmpty() ? "/" : stripped;
  }

  private static String withoutEnd(String path, String end) {
    return path.endsWith(end) ? path.substring(0, path.length() - end.length()) : path;
  }
}
