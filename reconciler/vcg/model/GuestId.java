package vcg.model;

import vcg.cgroup.Layout;

/** A guest's identity on its host: two guests of different drivers may share a name. */
public record GuestId(Driver driver, String name) implements Comparable<GuestId> {
  /** The name of everything that vcg keeps for this guest, such as {@code web1.qemu}. */
  public String fileName() {
    return Layout.fileName(name) + "." + driver;
  }

  @Override
  public int compareTo(GuestId other) {
    int byName = name.compareTo(other.name);
    return byName != 0 ? byName : driver.compareTo(other.driver);
  }

  @Override
  public String toString() {
    return name;
  }
}
