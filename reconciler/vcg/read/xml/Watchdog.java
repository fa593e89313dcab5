package vcg.read.xml;

import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import org.jspecify.annotations.Nullable;

/** A watchdog. */
public final class Watchdog extends Placed {
  @XmlAttribute public @Nullable String model;
  @XmlAttribute public @Nullable String action;
  @XmlElement public @Nullable Alias alias;
  @XmlElement public @Nullable Address address;
}
