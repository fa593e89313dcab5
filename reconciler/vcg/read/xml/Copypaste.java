package vcg.read.xml;

import jakarta.xml.bind.annotation.XmlAttribute;
import org.jspecify.annotations.Nullable;

/** Whether the clipboard is shared. */
public final class Copypaste extends Placed {
  @XmlAttribute public @Nullable String copypaste;
}
