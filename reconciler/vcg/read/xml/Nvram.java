package vcg.read.xml;

import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlValue;
import org.jspecify.annotations.Nullable;

/** The variables of UEFI. */
public final class Nvram extends Placed {
  @XmlAttribute public @Nullable String template;
  @XmlAttribute public @Nullable String format;
  @XmlAttribute public @Nullable String type;
  @XmlValue public String text = "";
}
