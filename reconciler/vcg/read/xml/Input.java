package vcg.read.xml;

import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import org.jspecify.annotations.Nullable;

/** A mouse, keyboard or tablet. */
public final class Input extends Placed {
  @XmlAttribute public @Nullable String type;
  @XmlAttribute public @Nullable String bus;
  @XmlAttribute public @Nullable String model;
  @XmlElement public @Nullable Alias alias;
  @XmlElement public @Nullable Address address;
}
