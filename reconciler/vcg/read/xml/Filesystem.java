package vcg.read.xml;

import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import org.jspecify.annotations.Nullable;

/** A file system of a container, or a directory that a virtual machine can mount. */
public final class Filesystem extends Placed {
  @XmlAttribute public @Nullable String type;
  @XmlAttribute public @Nullable String accessmode;
  @XmlAttribute public @Nullable String model;
  @XmlAttribute public @Nullable String multidevs;
  @XmlAttribute public @Nullable String fmode;
  @XmlAttribute public @Nullable String dmode;
  @XmlElement public @Nullable FilesystemDriver driver;
  @XmlElement public @Nullable FilesystemSource source;
  @XmlElement public @Nullable FilesystemTarget target;
  @XmlElement public @Nullable Empty readonly;
  @XmlElement public @Nullable Alias alias;
  @XmlElement public @Nullable Address address;

  /** How it is reached. */
  public static final class FilesystemDriver extends Placed {
    @XmlAttribute public @Nullable String type;
    @XmlAttribute public @Nullable String wrpolicy;
    @XmlAttribute public @Nullable String iommu;
    @XmlAttribute public @Nullable String ats;
    @XmlAttribute public @Nullable String packed;

    @XmlAttribute(name = "page_per_vq")
    public @Nullable String pagePerVq;
  }

  /** What is mounted. */
  public static final class FilesystemSource extends Placed {
    @XmlAttribute public @Nullable String dir;
    @XmlAttribute public @Nullable String usage;
    @XmlAttribute public @Nullable String units;
  }

  /** Where it is mounted. */
  public static final class FilesystemTarget extends Placed {
    @XmlAttribute public @Nullable String dir;
  }
}
