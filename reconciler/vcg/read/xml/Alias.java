package vcg.read.xml;

import jakarta.xml.bind.annotation.XmlAttribute;
import org.jspecify.annotations.Nullable;

/** A name of a device for tools. */
public final class Alias extends Placed {
  @XmlAttribute public @Nullable String name;
}
