package vcg.read.xml;

import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import org.jspecify.annotations.Nullable;

/** Tells that the guest has crashed. */
public final class Panic extends Placed {
  @XmlAttribute public @Nullable String model;
  @XmlElement public @Nullable Alias alias;
  @XmlElement public @Nullable Address address;
}
