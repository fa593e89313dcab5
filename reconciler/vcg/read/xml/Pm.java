package vcg.read.xml;

import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import org.jspecify.annotations.Nullable;

/** Whether a guest can sleep. */
public final class Pm extends Placed {
  @XmlElement(name = "suspend-to-mem")
  public @Nullable PowerState suspendToMem;

  @XmlElement(name = "suspend-to-disk")
  public @Nullable PowerState suspendToDisk;

  /** One way to sleep. */
  public static final class PowerState extends Placed {
    @XmlAttribute public @Nullable String enabled;
  }
}
