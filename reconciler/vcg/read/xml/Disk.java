package vcg.read.xml;

import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import org.jspecify.annotations.Nullable;

/** A disk or CD-ROM drive. */
public final class Disk extends Placed {
  @XmlAttribute public @Nullable String type;
  @XmlAttribute public @Nullable String device;
  @XmlElement public @Nullable DiskDriver driver;
  @XmlElement public @Nullable DiskSource source;
  @XmlElement public @Nullable DiskTarget target;
  @XmlElement public @Nullable Empty readonly;
  @XmlElement public @Nullable Empty shareable;
  @XmlElement public @Nullable Text serial;
  @XmlElement public @Nullable DiskBoot boot;
  @XmlElement public @Nullable BackingStore backingStore;
  @XmlElement public @Nullable Alias alias;
  @XmlElement public @Nullable Address address;

  /** How the image is accessed. */
  public static final class DiskDriver extends Placed {
    @XmlAttribute public @Nullable String name;
    @XmlAttribute public @Nullable String type;
    @XmlAttribute public @Nullable String cache;
    @XmlAttribute public @Nullable String io;
    @XmlAttribute public @Nullable String discard;

    @XmlAttribute(name = "detect_zeroes")
    public @Nullable String detectZeroes;
  }

  /** The image. */
  public static final class DiskSource extends Placed {
    @XmlAttribute public @Nullable String file;
    @XmlAttribute public @Nullable String dev;
    @XmlAttribute public @Nullable String index;
  }

  /** Where the disk is plugged in. */
  public static final class DiskTarget extends Placed {
    @XmlAttribute public @Nullable String dev;
    @XmlAttribute public @Nullable String bus;
  }

  /** That firmware may boot from it. */
  public static final class DiskBoot extends Placed {
    @XmlAttribute public @Nullable String order;
  }

  /** What an image is based on. */
  public static final class BackingStore extends Placed {
    @XmlAttribute public @Nullable String type;
    @XmlAttribute public @Nullable String index;
    @XmlElement public @Nullable BackingFormat format;
    @XmlElement public @Nullable DiskSource source;
    @XmlElement public @Nullable BackingStore backingStore;
  }

  /** The format of the image below. */
  public static final class BackingFormat extends Placed {
    @XmlAttribute public @Nullable String type;
  }
}
