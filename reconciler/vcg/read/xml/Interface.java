package vcg.read.xml;

import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import org.jspecify.annotations.Nullable;

/** A network card. */
public final class Interface extends Placed {
  @XmlAttribute public @Nullable String type;
  @XmlElement public @Nullable Mac mac;
  @XmlElement public @Nullable NicModel model;
  @XmlElement public Disk.@Nullable DiskBoot boot;
  @XmlElement public @Nullable Alias alias;
  @XmlElement public @Nullable Address address;

  /** The hardware address. */
  public static final class Mac extends Placed {
    @XmlAttribute public @Nullable String address;
  }

  /** The card. */
  public static final class NicModel extends Placed {
    @XmlAttribute public @Nullable String type;
  }
}
