package vcg.read.xml;

import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import org.jspecify.annotations.Nullable;

/** A socket between guest and host. */
public final class Vsock extends Placed {
  @XmlAttribute public @Nullable String model;
  @XmlElement public @Nullable VsockCid cid;
  @XmlElement public @Nullable VirtioDriver driver;
  @XmlElement public @Nullable Alias alias;
  @XmlElement public @Nullable Address address;

  /** The address of a guest. */
  public static final class VsockCid extends Placed {
    @XmlAttribute public @Nullable String auto;
    @XmlAttribute public @Nullable String address;
  }
}
