package vcg.read.xml;

import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import org.jspecify.annotations.Nullable;

/** A serial port or console. */
public final class Serial extends Placed {
  @XmlAttribute public @Nullable String type;
  @XmlAttribute public @Nullable String tty;
  @XmlElement public @Nullable SerialSource source;
  @XmlElement public @Nullable SerialTarget target;
  @XmlElement public @Nullable Alias alias;
  @XmlElement public @Nullable Address address;

  /** What a port is connected to. */
  public static final class SerialSource extends Placed {
    @XmlAttribute public @Nullable String path;
    @XmlAttribute public @Nullable String mode;
  }

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
