package vcg.read.xml;

import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import jakarta.xml.bind.annotation.XmlValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The processor. */
public final class Cpu extends Placed {
  @XmlAttribute public @Nullable String mode;
  @XmlAttribute public @Nullable String match;
  @XmlAttribute public @Nullable String check;
  @XmlAttribute public @Nullable String migratable;

  @XmlElement(name = "model")
  public List<CpuModel> models = new ArrayList<>();

  @XmlElement(name = "vendor")
  public List<Text> vendors = new ArrayList<>();

  @XmlElement(name = "topology")
  public List<Topology> topologies = new ArrayList<>();

  @XmlElement(name = "feature")
  public List<CpuFeature> features = new ArrayList<>();

  @XmlElement(name = "cache")
  public List<CpuCache> caches = new ArrayList<>();

  @XmlElement(name = "maxphysaddr")
  public List<MaxPhysAddr> addresses = new ArrayList<>();

  @XmlElement(name = "numa")
  public List<CpuNuma> numas = new ArrayList<>();

  /** Memory nodes. */
  public static final class CpuNuma extends Placed {
    @XmlElement(name = "cell")
    public List<NumaCell> cells = new ArrayList<>();
  }

  /** A memory node. */
  public static final class NumaCell extends Placed {
    @XmlAttribute public @Nullable String id;
    @XmlAttribute public @Nullable String cpus;
    @XmlAttribute public @Nullable String memory;
    @XmlAttribute public @Nullable String unit;
    @XmlAttribute public @Nullable String memAccess;
    @XmlAttribute public @Nullable String discard;
  }

  /** What is seen of caches. */
  public static final class CpuCache extends Placed {
    @XmlAttribute public @Nullable String mode;
    @XmlAttribute public @Nullable String level;
  }

  /** How wide addresses are. */
  public static final class MaxPhysAddr extends Placed {
    @XmlAttribute public @Nullable String mode;
    @XmlAttribute public @Nullable String bits;
    @XmlAttribute public @Nullable String limit;
  }

  /** The name of a processor model. */
  public static final class CpuModel extends Placed {
    @XmlAttribute public @Nullable String fallback;

    @XmlAttribute(name = "vendor_id")
    public @Nullable String vendorId;

    @XmlValue public String text = "";
  }

  /** How virtual CPUs are grouped. */
  public static final class Topology extends Placed {
    @XmlAttribute public @Nullable String sockets;
    @XmlAttribute public @Nullable String dies;
    @XmlAttribute public @Nullable String cores;
    @XmlAttribute public @Nullable String threads;
  }

  /** A feature that is switched on or off. */
  public static final class CpuFeature extends Placed {
    @XmlAttribute public @Nullable String name;
    @XmlAttribute public @Nullable String policy;
  }
}
