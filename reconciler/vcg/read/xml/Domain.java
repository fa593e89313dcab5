package vcg.read.xml;

import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import jakarta.xml.bind.annotation.XmlRootElement;
import jakarta.xml.bind.annotation.XmlValue;
import org.jspecify.annotations.Nullable;

/** The root of a document. A list stands wherever the schema lets a child repeat. */
@XmlRootElement(name = "domain")
public final class Domain extends Placed {
  @XmlAttribute public @Nullable String type;
  @XmlAttribute public @Nullable String id;
  @XmlElement public @Nullable Text name;
  @XmlElement public @Nullable Text uuid;
  @XmlElement public @Nullable Text title;
  @XmlElement public @Nullable Text description;
  @XmlElement public @Nullable Metadata metadata;
  @XmlElement public @Nullable Size memory;
  @XmlElement public @Nullable Size currentMemory;
  @XmlElement public @Nullable Vcpu vcpu;
  @XmlElement public @Nullable Resource resource;
  @XmlElement public @Nullable Cputune cputune;
  @XmlElement public @Nullable Memtune memtune;
  @XmlElement public @Nullable Blkiotune blkiotune;
  @XmlElement public @Nullable Os os;
  @XmlElement public @Nullable Features features;
  @XmlElement public @Nullable Cpu cpu;
  @XmlElement public @Nullable Clock clock;

  @XmlElement(name = "on_poweroff")
  public @Nullable Text onPoweroff;

  @XmlElement(name = "on_reboot")
  public @Nullable Text onReboot;

  @XmlElement(name = "on_crash")
  public @Nullable Text onCrash;

  @XmlElement public @Nullable Devices devices;

  /** How many virtual CPUs, and where they run. */
  public static final class Vcpu extends Placed {
    @XmlAttribute public @Nullable String placement;
    @XmlAttribute public @Nullable String cpuset;
    @XmlAttribute public @Nullable String current;
    @XmlValue public String text = "";
  }

  /** Where the guest's cgroup lies. */
  public static final class Resource extends Placed {
    @XmlElement public @Nullable Text partition;
  }

  /** The guest's part of the CPUs. */
  public static final class Cputune extends Placed {
    @XmlElement public @Nullable Text shares;

    @XmlElement(name = "global_period")
    public @Nullable Text globalPeriod;

    @XmlElement(name = "global_quota")
    public @Nullable Text globalQuota;
  }

  /** Limits of memory. */
  public static final class Memtune extends Placed {
    @XmlElement(name = "hard_limit")
    public @Nullable Size hardLimit;

    @XmlElement(name = "soft_limit")
    public @Nullable Size softLimit;

    @XmlElement(name = "swap_hard_limit")
    public @Nullable Size swapHardLimit;
  }

  /** The guest's part of the block devices. */
  public static final class Blkiotune extends Placed {
    @XmlElement public @Nullable Text weight;
  }

  /** What firmware offers. */
  public static final class Features extends Placed {
    @XmlElement public @Nullable Empty acpi;
    @XmlElement public @Nullable Empty apic;
    @XmlElement public @Nullable Empty pae;
    @XmlElement public @Nullable Empty privnet;
  }
}
