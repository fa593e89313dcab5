package vcg.cgroup;

/**
 * One mounted cgroup tree.
 *
 * @param name v1: its controllers joined by commas, such as {@code cpu,cpuacct}; v2: {@code
 *     unified}
 * @param version which kernel interface its files speak
 * @param mount the absolute path where it is mounted
 */
public record Hierarchy(String name, Version version, String mount)
    implements Comparable<Hierarchy> {
  /** The name of the v2 tree, of which a host has one at most. */
  public static final String UNIFIED = "unified";

  /** The two kernel interfaces. A host may have both at once, each with some controllers. */
  public enum Version {
    V1,
    V2
  }

  @Override
  public int compareTo(Hierarchy other) {
    return name.compareTo(other.name);
  }
}
