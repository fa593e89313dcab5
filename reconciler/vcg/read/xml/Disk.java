package vcg.read.xml;

import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A disk or CD-ROM drive. */
public final class Disk extends Placed {
  @XmlAttribute public @Nullable String type;
  @XmlAttribute public @Nullable String device;
  @XmlAttribute public @Nullable String model;
  @XmlAttribute public @Nullable String snapshot;
  @XmlElement public @Nullable DiskDriver driver;
  @XmlElement public @Nullable DiskSource source;
  @XmlElement public @Nullable DiskTarget target;
  @XmlElement public @Nullable Empty readonly;
  @XmlElement public @Nullable Empty shareable;
  @XmlElement public @Nullable Text serial;
  @XmlElement public @Nullable Text wwn;
  @XmlElement public @Nullable Text vendor;
  @XmlElement public @Nullable Text product;
  @XmlElement public @Nullable DiskBoot boot;
  @XmlElement public @Nullable Iotune iotune;
  @XmlElement public @Nullable BlockIo blockio;
  @XmlElement public @Nullable Geometry geometry;
  @XmlElement public @Nullable BackingStore backingStore;
  @XmlElement public @Nullable Mirror mirror;
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

    @XmlAttribute(name = "error_policy")
    public @Nullable String errorPolicy;

    @XmlAttribute(name = "rerror_policy")
    public @Nullable String readErrorPolicy;

    @XmlAttribute(name = "copy_on_read")
    public @Nullable String copyOnRead;

    @XmlAttribute public @Nullable String iothread;
    @XmlAttribute public @Nullable String queues;

    @XmlAttribute(name = "queue_size")
    public @Nullable String queueSize;

    @XmlAttribute public @Nullable String ioeventfd;

    @XmlAttribute(name = "event_idx")
    public @Nullable String eventIdx;

    @XmlAttribute public @Nullable String iommu;
    @XmlAttribute public @Nullable String ats;
    @XmlAttribute public @Nullable String packed;

    @XmlAttribute(name = "page_per_vq")
    public @Nullable String pagePerVq;

    @XmlElement(name = "metadata_cache")
    public @Nullable MetadataCache metadataCache;
  }

  /** How much memory the tables of an image may take. */
  public static final class MetadataCache extends Placed {
    @XmlElement(name = "max_size")
    public @Nullable Size maxSize;
  }

  /** Sizes of blocks. */
  public static final class BlockIo extends Placed {
    @XmlAttribute(name = "logical_block_size")
    public @Nullable String logical;

    @XmlAttribute(name = "physical_block_size")
    public @Nullable String physical;

    @XmlAttribute(name = "discard_granularity")
    public @Nullable String discardGranularity;
  }

  /** How firmware counts. */
  public static final class Geometry extends Placed {
    @XmlAttribute public @Nullable String cyls;
    @XmlAttribute public @Nullable String heads;
    @XmlAttribute public @Nullable String secs;
    @XmlAttribute public @Nullable String trans;
  }

  /** The image. */
  public static final class DiskSource extends Placed {
    @XmlAttribute public @Nullable String file;
    @XmlAttribute public @Nullable String dev;
    @XmlAttribute public @Nullable String startupPolicy;
    @XmlAttribute public @Nullable String index;

    @XmlElement(name = "seclabel")
    public List<Seclabel.SourceSeclabel> seclabels = new ArrayList<>();
  }

  /** Where the disk is plugged in. */
  public static final class DiskTarget extends Placed {
    @XmlAttribute public @Nullable String dev;
    @XmlAttribute public @Nullable String bus;
    @XmlAttribute public @Nullable String tray;
    @XmlAttribute public @Nullable String removable;

    @XmlAttribute(name = "rotation_rate")
    public @Nullable String rotationRate;
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

  /** A copy of a disk. */
  public static final class Mirror extends Placed {
    @XmlAttribute public @Nullable String type;
    @XmlAttribute public @Nullable String file;

    @XmlAttribute(name = "format")
    public @Nullable String format;

    @XmlAttribute public @Nullable String job;
    @XmlAttribute public @Nullable String ready;

    @XmlElement(name = "format")
    public @Nullable BackingFormat formatElement;

    @XmlElement public @Nullable DiskSource source;
    @XmlElement public @Nullable BackingStore backingStore;
  }

  /** The format of the image below. */
  public static final class BackingFormat extends Placed {
    @XmlAttribute public @Nullable String type;
  }
}
