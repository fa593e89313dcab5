package vcg.read.xml;

import jakarta.xml.bind.annotation.XmlAttribute;
import org.jspecify.annotations.Nullable;

/** A file that gets what the guest writes. */
public final class CharLog extends Placed {
  @XmlAttribute public @Nullable String file;
  @XmlAttribute public @Nullable String append;
}
