package vcg.read.xml;

import jakarta.xml.bind.annotation.XmlAttribute;
import org.jspecify.annotations.Nullable;

/** Who moves the pointer. */
public final class MouseMode extends Placed {
  @XmlAttribute public @Nullable String mode;
}
