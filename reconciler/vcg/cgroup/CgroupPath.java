package vcg.cgroup;

import java.util.Comparator;
import java.util.Optional;

/**
 * One directory of one hierarchy, such as {@code cpu:/system/web.qemu.libvirt}.
 *
 * @param hierarchy the name of the hierarchy, as in {@link Hierarchy#name()}
 * @param path absolute below the mount point, without a final slash; {@code /} is the root
 */
public record CgroupPath(String hierarchy, String path) implements Comparable<CgroupPath> {
  private static final Comparator<CgroupPath> ORDER =
      Comparator.comparing(CgroupPath::hierarchy).thenComparing(CgroupPath::path);

  public CgroupPath {
    int length = path.length();
    if (length == 0 || path.charAt(0) != '/' || (length > 1 && path.charAt(length - 1) == '/')) {
      throw new IllegalArgumentException("cgroup path must be absolute and normalised: " + path);
    }
  }

  /** Reads what {@link #toString()} writes. */
  public static CgroupPath parse(String text) {
    int colon = text.indexOf(":/");
    if (colon < 1) {
      throw new IllegalArgumentException("not HIERARCHY:/PATH: " + text);
    }
    return new CgroupPath(text.substring(0, colon), text.substring(colon + 1));
  }

  /** The directory above; empty for the root. */
  public Optional<CgroupPath> parent() {
    if (path.equals("/")) {
      return Optional.empty();
    }
    int slash = path.lastIndexOf('/');
    return Optional.of(new CgroupPath(hierarchy, slash == 0 ? "/" : path.substring(0, slash)));
  }

  /** Whether it is in the v2 tree. */
  public boolean isUnified() {
    return hierarchy.equals(Hierarchy.UNIFIED);
  }

  /** A directory in this one. */
  public CgroupPath child(String name) {
    return new CgroupPath(hierarchy, path.equals("/") ? "/" + name : path + "/" + name);
  }

  /** How many directories lie above this one: 0 for the root. */
  public int depth() {
    return path.equals("/") ? 0 : (int) path.chars().filter(c -> c == '/').count();
  }

  @Override
  public int compareTo(CgroupPath other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return hierarchy + ":" + path;
  }
}
