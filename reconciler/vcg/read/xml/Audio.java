package vcg.read.xml;

import jakarta.xml.bind.annotation.XmlAttribute;
import org.jspecify.annotations.Nullable;

/** Where sound goes. */
public final class Audio extends Placed {
  @XmlAttribute public @Nullable String id;
  @XmlAttribute public @Nullable String type;
}
