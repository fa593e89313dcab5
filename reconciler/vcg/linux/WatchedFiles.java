package vcg.linux;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vcg.cgroup.Hierarchy.Version;
import vcg.cgroup.Knob;

/** The files of cgroups whose content vcg answers for: those of knobs, and who is in them. */
final class WatchedFiles {
  private static final List<String> MEMBERS = List.of("cgroup.procs", "cgroup.threads", "tasks");

  private static final Set<String> ALL =
      Stream.of(
              Arrays.stream(Knob.values())
                  .flatMap(knob ->
                      Arrays.stream(Version.values())
                          .flatMap(version -> knob.spellings(version).stream()))
                  .flatMap(spelling -> Stream.of(spelling.file(), spelling.target())),
              MEMBERS.stream(),
              Stream.of("devices.allow", "devices.deny", "cgroup.subtree_control"))
          .flatMap(names -> names)
          .collect(Collectors.toUnmodifiableSet());

  private WatchedFiles() {}

  /** Whether a write to a file of this name can change what a guest has. */
  static boolean matters(String file) {
    return ALL.contains(file);
  }

  /** Whether a write to it moves processes or threads. */
  static boolean moves(String file) {
    return MEMBERS.contains(file);
  }
}
