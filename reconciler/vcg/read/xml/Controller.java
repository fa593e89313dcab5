package vcg.read.xml;

import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import org.jspecify.annotations.Nullable;

/** A controller. */
public final class Controller extends Placed {
  @XmlAttribute public @Nullable String type;
  @XmlAttribute public @Nullable String index;
  @XmlAttribute public @Nullable String model;
  @XmlAttribute public @Nullable String ports;
  @XmlAttribute public @Nullable String vectors;

  @XmlElement(name = "model")
  public @Nullable ControllerDevice device;

  @XmlElement public @Nullable ControllerTarget target;
  @XmlElement public @Nullable ControllerMaster master;
  @XmlElement public @Nullable ControllerDriver driver;
  @XmlElement public @Nullable Size pcihole64;
  @XmlElement public @Nullable Alias alias;
  @XmlElement public @Nullable Address address;

  /** QEMU's name of a PCI controller. */
  public static final class ControllerDevice extends Placed {
    @XmlAttribute public @Nullable String name;
  }

  /** How a PCI controller shows itself. */
  public static final class ControllerTarget extends Placed {
    @XmlAttribute public @Nullable String chassisNr;
    @XmlAttribute public @Nullable String chassis;
    @XmlAttribute public @Nullable String port;
    @XmlAttribute public @Nullable String busNr;
    @XmlAttribute public @Nullable String hotplug;
    @XmlElement public @Nullable Text node;
  }

  /** The controller that a companion belongs to. */
  public static final class ControllerMaster extends Placed {
    @XmlAttribute public @Nullable String startport;
  }

  /** How requests are taken. */
  public static final class ControllerDriver extends Placed {
    @XmlAttribute public @Nullable String queues;

    @XmlAttribute(name = "cmd_per_lun")
    public @Nullable String commandsPerUnit;

    @XmlAttribute(name = "max_sectors")
    public @Nullable String maxSectors;

    @XmlAttribute public @Nullable String ioeventfd;
    @XmlAttribute public @Nullable String iothread;
    @XmlAttribute public @Nullable String iommu;
    @XmlAttribute public @Nullable String ats;
    @XmlAttribute public @Nullable String packed;

    @XmlAttribute(name = "page_per_vq")
    public @Nullable String pagePerVq;
  }
}
