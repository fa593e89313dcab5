package vcg.read.xml;

import jakarta.xml.bind.annotation.XmlElement;
import java.util.ArrayList;
import java.util.List;

/** What is plugged in. */
public final class Devices extends Placed {
  @XmlElement(name = "emulator")
  public List<Text> emulators = new ArrayList<>();

  @XmlElement(name = "hostdev")
  public List<HostDevice> hostDevices = new ArrayList<>();

  @XmlElement(name = "disk")
  public List<Disk> disks = new ArrayList<>();

  @XmlElement(name = "interface")
  public List<Interface> interfaces = new ArrayList<>();

  @XmlElement(name = "serial")
  public List<Serial> serials = new ArrayList<>();

  @XmlElement(name = "console")
  public List<Serial> consoles = new ArrayList<>();

  @XmlElement(name = "controller")
  public List<Controller> controllers = new ArrayList<>();

  @XmlElement(name = "memballoon")
  public List<Memballoon> memballoons = new ArrayList<>();

  @XmlElement(name = "filesystem")
  public List<Filesystem> filesystems = new ArrayList<>();

  @XmlElement(name = "parallel")
  public List<Parallel> parallels = new ArrayList<>();

  @XmlElement(name = "channel")
  public List<Channel> channels = new ArrayList<>();

  @XmlElement(name = "input")
  public List<Input> inputs = new ArrayList<>();

  @XmlElement(name = "graphics")
  public List<Graphics> graphics = new ArrayList<>();

  @XmlElement(name = "video")
  public List<Video> videos = new ArrayList<>();

  @XmlElement(name = "sound")
  public List<Sound> sounds = new ArrayList<>();

  @XmlElement(name = "audio")
  public List<Audio> audios = new ArrayList<>();

  @XmlElement(name = "redirdev")
  public List<Redirdev> redirdevs = new ArrayList<>();

  @XmlElement(name = "hub")
  public List<Hub> hubs = new ArrayList<>();

  @XmlElement(name = "rng")
  public List<Rng> rngs = new ArrayList<>();

  @XmlElement(name = "watchdog")
  public List<Watchdog> watchdogs = new ArrayList<>();

  @XmlElement(name = "panic")
  public List<Panic> panics = new ArrayList<>();

  @XmlElement(name = "vsock")
  public List<Vsock> vsocks = new ArrayList<>();

  @XmlElement(name = "tpm")
  public List<Tpm> tpms = new ArrayList<>();
}
