package vcg.cli;

import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import vcg.cgroup.Layout;
import vcg.cgroup.Mappings;
import vcg.guest.Networks;
import vcg.linux.LinuxHost;

/** What the options say of the host: where guests lie, and what settings mean. */
final class HostOptions {
  private HostOptions() {}

  /** Where guests' cgroups lie; the nested layout starts where vcg itself is. */
  static Layout layout(Arguments arguments, LinuxHost linux) throws UsageException {
    Layout.Kind kind = Layout.Kind.parse(arguments.choice(Option.LAYOUT)).orElseThrow();
    boolean given = arguments.has(Option.CGROUP_PARENT);
    return kind == Layout.Kind.NESTED && !given
        ? new Layout(kind, own(linux.placement()))
        : new Layout(kind, parent(arguments));
  }

  static Mappings mappings(Arguments arguments) throws UsageException {
    return new Mappings(
        Mappings.Shares.valueOf(upper(arguments.choice(Option.SHARES))),
        Mappings.SoftLimit.valueOf(upper(arguments.choice(Option.SOFT_LIMIT))));
  }

  /** The bridges that stand for networks, such as {@code default=br0}. */
  static Networks networks(Arguments arguments) throws UsageException {
    try {
      return Networks.parse(arguments.all(Option.NETWORK));
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          "--network has \"" + e.getMessage() + "\", must be NAME=BRIDGE, each network once");
    }
  }

  private static String parent(Arguments arguments) throws UsageException {
    String parent = arguments.get(Option.CGROUP_PARENT, "/");
    String clean = parent.length() > 1 ? parent.replaceAll("/+$", "") : parent;
    if (!clean.startsWith("/") || (clean + "/").contains("/../") || clean.contains("//")) {
      throw new UsageException(
          "--cgroup-parent is \"" + parent + "\", must be an absolute path without ..");
    }
    return clean;
  }

  /**
   * The cgroup that vcg is in.
   *
   * @param placement its path by hierarchy
   */
  static String own(SortedMap<String, String> placement) throws UsageException {
    if (new TreeSet<>(placement.values()).size() > 1) {
      String places =
          placement.entrySet().stream()
              .map(e -> e.getKey() + ":" + e.getValue())
              .collect(Collectors.joining(", "));
      throw new UsageException(
          "--layout nested needs --cgroup-parent: vcg itself is not in the same cgroup everywhere"
              + " ("
              + places
              + ")");
    }
    return placement.isEmpty() ? "/" : placement.firstEntry().getValue();
  }

  private static String upper(String word) {
    return word.toUpperCase(Locale.ROOT);
  }
}
