package vcg.model;

import java.util.Comparator;
import vcg.cgroup.Layout;

/** A guest's identity on its host: two guests of different drivers may share a name. */
public record GuestId(Driver driver, String name) implements Comparable<GuestId> {
  private static final Comparator<GuestId> ORDER =
      Comparator.comparing(GuestId::name).thenComparing(GuestId::driver);

  /** The name of everything that vcg keeps for this guest, such as {@code web1.qemu}. */
  public String fileName() {
    return Layout.fileName(name) + "." + driver;
  }

  @Override
  public int compareTo(GuestId other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return name;
  }
}
