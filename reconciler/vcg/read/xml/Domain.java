package vcg.read.xml;

import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import jakarta.xml.bind.annotation.XmlRootElement;
import jakarta.xml.bind.annotation.XmlValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The root of a domain file. A list stands wherever the schema lets a child repeat. */
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
  @XmlElement public @Nullable Text iothreads;
  @XmlElement public @Nullable Resource resource;
  @XmlElement public @Nullable Cputune cputune;
  @XmlElement public @Nullable Memtune memtune;
  @XmlElement public @Nullable Blkiotune blkiotune;
  @XmlElement public @Nullable Numatune numatune;
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

  @XmlElement(name = "on_lockfailure")
  public @Nullable Text onLockFailure;

  @XmlElement public @Nullable Pm pm;
  @XmlElement public @Nullable Text genid;

  @XmlElement(name = "sysinfo")
  public List<Sysinfo> sysinfos = new ArrayList<>();

  @XmlElement public @Nullable MemoryBacking memoryBacking;
  @XmlElement public @Nullable IoThreadIds iothreadids;
  @XmlElement public IoThreadIds.@Nullable DefaultIoThread defaultiothread;

  @XmlElement(name = "seclabel")
  public List<Seclabel> seclabels = new ArrayList<>();

  @XmlElement(name = "namespace", namespace = SharedSpaces.LXC)
  public @Nullable SharedSpaces shared;

  @XmlElement public @Nullable IdMap idmap;
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
}
