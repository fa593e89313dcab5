package vcg.read.xml;

import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import org.jspecify.annotations.Nullable;

/** A USB hub. */
public final class Hub extends Placed {
  @XmlAttribute public @Nullable String type;
  @XmlElement public @Nullable Alias alias;
  @XmlElement public @Nullable Address address;
}
