package vcg.read.xml;

import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is plugged in. */
public final class Devices extends Placed {
  @XmlElement(name = "emulator")
  public List<Text> emulators = new ArrayList<>();

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

  /** The memory balloon. */
  public static final class Memballoon extends Placed {
    @XmlAttribute public @Nullable String model;
    @XmlElement public @Nullable Alias alias;
    @XmlElement public @Nullable Address address;
  }
}
