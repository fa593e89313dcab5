package vcg.cgroup;

import java.util.Comparator;

/** The numbers by which the kernel knows a device, such as {@code 8:16}. */
public record DeviceNumber(int major, int minor) implements Comparable<DeviceNumber> {
  private static final Comparator<DeviceNumber> ORDER =
      Comparator.comparingInt(DeviceNumber::major).thenComparingInt(DeviceNumber::minor);

  public DeviceNumber {
    if (major < 0 || minor < 0) {
      throw new IllegalArgumentException("negative: " + major + ":" + minor);
    }
  }

  /** Reads what {@link #toString()} writes. */
  public static DeviceNumber parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 1) {
      throw new IllegalArgumentException("not MAJOR:MINOR: " + text);
    }
    return new DeviceNumber(
        Integer.parseInt(text.substring(0, colon)), Integer.parseInt(text.substring(colon + 1)));
  }

  /** Takes apart what {@code stat(2)} gives as {@code st_rdev}: 12 and 20 bits, interleaved. */
  public static DeviceNumber ofRdev(long rdev) {
    int major = (int) ((rdev >>> 8 & 0xfff) | (rdev >>> 32 & ~0xfffL));
    int minor = (int) ((rdev & 0xff) | (rdev >>> 12 & ~0xffL));
    return new DeviceNumber(major, minor);
  }

  @Override
  public int compareTo(DeviceNumber other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return major + ":" + minor;
  }
}
