package vcg.read.xml;

import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A serial port or console. */
public final class Serial extends Placed {
  @XmlAttribute public @Nullable String type;
  @XmlAttribute public @Nullable String tty;

  @XmlElement(name = "source")
  public List<CharSource> sources = new ArrayList<>();

  @XmlElement(name = "target")
  public List<SerialTarget> targets = new ArrayList<>();

  @XmlElement(name = "protocol")
  public List<CharProtocol> protocols = new ArrayList<>();

  @XmlElement(name = "log")
  public List<CharLog> logs = new ArrayList<>();

  @XmlElement(name = "alias")
  public List<Alias> aliases = new ArrayList<>();

  @XmlElement(name = "address")
  public List<Address> addresses = new ArrayList<>();

  /** What the guest sees. */
  public static final class SerialTarget extends Placed {
    @XmlAttribute public @Nullable String type;
    @XmlAttribute public @Nullable String port;
    @XmlElement public @Nullable SerialModel model;
  }

  /** The kind of port. */
  public static final class SerialModel extends Placed {
    @XmlAttribute public @Nullable String name;
  }
}
