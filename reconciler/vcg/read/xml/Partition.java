package vcg.read.xml;

import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import jakarta.xml.bind.annotation.XmlRootElement;
import org.jspecify.annotations.Nullable;

/** The root of a partition document. */
@XmlRootElement(name = "partition")
public final class Partition extends Placed {
  @XmlAttribute public @Nullable String path;
  @XmlElement public @Nullable Text description;
  @XmlElement public @Nullable Metadata metadata;
  @XmlElement public @Nullable PartitionVcpu vcpu;
  @XmlElement public @Nullable PartitionCputune cputune;
  @XmlElement public @Nullable Memtune memtune;
  @XmlElement public @Nullable Blkiotune blkiotune;
  @XmlElement public @Nullable Numatune numatune;

  /** Where its guests run. */
  public static final class PartitionVcpu extends Placed {
    @XmlAttribute public @Nullable String placement;
    @XmlAttribute public @Nullable String cpuset;
  }

  /** The partition's part of the CPUs. */
  public static final class PartitionCputune extends Placed {
    @XmlElement public @Nullable Text shares;

    @XmlElement(name = "global_period")
    public @Nullable Text globalPeriod;

    @XmlElement(name = "global_quota")
    public @Nullable Text globalQuota;
  }
}
