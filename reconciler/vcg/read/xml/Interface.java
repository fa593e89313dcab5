package vcg.read.xml;

import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A network card. */
public final class Interface extends Placed {
  @XmlAttribute public @Nullable String type;
  @XmlAttribute public @Nullable String managed;
  @XmlAttribute public @Nullable String trustGuestRxFilters;

  @XmlElement(name = "mac")
  public List<Mac> macs = new ArrayList<>();

  @XmlElement(name = "source")
  public List<InterfaceSource> sources = new ArrayList<>();

  @XmlElement(name = "target")
  public List<InterfaceTarget> targets = new ArrayList<>();

  @XmlElement(name = "guest")
  public List<InterfaceGuest> guests = new ArrayList<>();

  @XmlElement(name = "model")
  public List<NicModel> models = new ArrayList<>();

  @XmlElement(name = "driver")
  public List<InterfaceDriver> drivers = new ArrayList<>();

  @XmlElement(name = "boot")
  public List<Disk.DiskBoot> boots = new ArrayList<>();

  @XmlElement(name = "link")
  public List<InterfaceLink> links = new ArrayList<>();

  @XmlElement(name = "mtu")
  public List<InterfaceMtu> mtus = new ArrayList<>();

  @XmlElement(name = "rom")
  public List<InterfaceRom> roms = new ArrayList<>();

  @XmlElement(name = "tune")
  public List<InterfaceTune> tunes = new ArrayList<>();

  @XmlElement(name = "port")
  public List<BridgePort> ports = new ArrayList<>();

  @XmlElement(name = "ip")
  public List<InterfaceIp> ips = new ArrayList<>();

  @XmlElement(name = "route")
  public List<InterfaceRoute> routes = new ArrayList<>();

  @XmlElement(name = "script")
  public List<InterfaceScript> scripts = new ArrayList<>();

  @XmlElement(name = "downscript")
  public List<InterfaceScript> downscripts = new ArrayList<>();

  @XmlElement(name = "alias")
  public List<Alias> aliases = new ArrayList<>();

  @XmlElement(name = "address")
  public List<Address> addresses = new ArrayList<>();

  /** The hardware address. */
  public static final class Mac extends Placed {
    @XmlAttribute public @Nullable String address;
    @XmlAttribute public @Nullable String type;
    @XmlAttribute public @Nullable String check;
  }

  /** A program that is run for an interface. */
  public static final class InterfaceScript extends Placed {
    @XmlAttribute public @Nullable String path;
  }

  /** What a card is connected to. */
  public static final class InterfaceSource extends Placed {
    @XmlAttribute public @Nullable String bridge;
    @XmlAttribute public @Nullable String network;
    @XmlAttribute public @Nullable String portgroup;
    @XmlAttribute public @Nullable String portid;
    @XmlAttribute public @Nullable String dev;
    @XmlAttribute public @Nullable String mode;
  }

  /** The end on the host. */
  public static final class InterfaceTarget extends Placed {
    @XmlAttribute public @Nullable String dev;
    @XmlAttribute public @Nullable String managed;
  }

  /** The end in a container. */
  public static final class InterfaceGuest extends Placed {
    @XmlAttribute public @Nullable String dev;
    @XmlAttribute public @Nullable String actual;
  }

  /** The card. */
  public static final class NicModel extends Placed {
    @XmlAttribute public @Nullable String type;
  }

  /** How a card works. */
  public static final class InterfaceDriver extends Placed {
    @XmlAttribute public @Nullable String name;
    @XmlAttribute public @Nullable String txmode;
    @XmlAttribute public @Nullable String ioeventfd;

    @XmlAttribute(name = "event_idx")
    public @Nullable String eventIdx;

    @XmlAttribute public @Nullable String queues;

    @XmlAttribute(name = "rx_queue_size")
    public @Nullable String rxQueueSize;

    @XmlAttribute(name = "tx_queue_size")
    public @Nullable String txQueueSize;

    @XmlAttribute public @Nullable String iommu;
    @XmlAttribute public @Nullable String ats;
    @XmlAttribute public @Nullable String packed;

    @XmlAttribute(name = "page_per_vq")
    public @Nullable String pagePerVq;

    @XmlAttribute public @Nullable String rss;

    @XmlAttribute(name = "rss_hash_report")
    public @Nullable String rssHashReport;

    @XmlElement public @Nullable HostOffloads host;
    @XmlElement public @Nullable GuestOffloads guest;
  }

  /** What a card does for its guest. */
  public static final class HostOffloads extends Placed {
    @XmlAttribute public @Nullable String csum;
    @XmlAttribute public @Nullable String gso;
    @XmlAttribute public @Nullable String tso4;
    @XmlAttribute public @Nullable String tso6;
    @XmlAttribute public @Nullable String ecn;
    @XmlAttribute public @Nullable String ufo;

    @XmlAttribute(name = "mrg_rxbuf")
    public @Nullable String mrgRxbuf;
  }

  /** What a guest takes as it comes. */
  public static final class GuestOffloads extends Placed {
    @XmlAttribute public @Nullable String csum;
    @XmlAttribute public @Nullable String tso4;
    @XmlAttribute public @Nullable String tso6;
    @XmlAttribute public @Nullable String ecn;
    @XmlAttribute public @Nullable String ufo;
  }

  /** Whether the cable is plugged in. */
  public static final class InterfaceLink extends Placed {
    @XmlAttribute public @Nullable String state;
  }

  /** The largest packet. */
  public static final class InterfaceMtu extends Placed {
    @XmlAttribute public @Nullable String size;
  }

  /** The firmware of a card. */
  public static final class InterfaceRom extends Placed {
    @XmlAttribute public @Nullable String bar;
    @XmlAttribute public @Nullable String file;
    @XmlAttribute public @Nullable String enabled;
  }

  /** Buffers. */
  public static final class InterfaceTune extends Placed {
    @XmlElement public @Nullable Text sndbuf;
  }

  /** The port of a bridge. */
  public static final class BridgePort extends Placed {
    @XmlAttribute public @Nullable String isolated;
  }

  /** The network that a guest sees. */
  public static final class InterfaceIp extends Placed {
    @XmlAttribute public @Nullable String address;
    @XmlAttribute public @Nullable String family;
    @XmlAttribute public @Nullable String prefix;
    @XmlAttribute public @Nullable String peer;
  }

  /** A route through a card. */
  public static final class InterfaceRoute extends Placed {
    @XmlAttribute public @Nullable String address;
    @XmlAttribute public @Nullable String family;
    @XmlAttribute public @Nullable String prefix;
    @XmlAttribute public @Nullable String netmask;
    @XmlAttribute public @Nullable String gateway;
    @XmlAttribute public @Nullable String metric;
  }
}
