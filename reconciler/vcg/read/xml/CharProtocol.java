package vcg.read.xml;

import jakarta.xml.bind.annotation.XmlAttribute;
import org.jspecify.annotations.Nullable;

/** How a connection talks. */
public final class CharProtocol extends Placed {
  @XmlAttribute public @Nullable String type;
}
