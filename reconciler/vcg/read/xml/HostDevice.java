package vcg.read.xml;

import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import org.jspecify.annotations.Nullable;

/** A device of the host that a container may use. */
public final class HostDevice extends Placed {
  @XmlAttribute public @Nullable String mode;
  @XmlAttribute public @Nullable String type;
  @XmlElement public @Nullable HostDeviceSource source;
  @XmlElement public @Nullable Alias alias;

  /** Which device. */
  public static final class HostDeviceSource extends Placed {
    @XmlElement public @Nullable Text block;

    @XmlElement(name = "char")
    public @Nullable Text character;

    @XmlElement(name = "interface")
    public @Nullable Text card;
  }
}
