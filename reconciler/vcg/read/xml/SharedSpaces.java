package vcg.read.xml;

import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import org.jspecify.annotations.Nullable;

/** What a container shares with others. */
public final class SharedSpaces extends Placed {
  /** The name space that libvirt has for what only containers have. */
  public static final String LXC = "http://libvirt.org/schemas/domain/lxc/1.0";

  @XmlElement(namespace = LXC)
  public @Nullable SharedSpace sharenet;

  @XmlElement(namespace = LXC)
  public @Nullable SharedSpace shareipc;

  @XmlElement(namespace = LXC)
  public @Nullable SharedSpace shareuts;

  /** Whose it is. */
  public static final class SharedSpace extends Placed {
    @XmlAttribute public @Nullable String type;
    @XmlAttribute public @Nullable String value;
  }
}
