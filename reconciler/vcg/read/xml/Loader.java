package vcg.read.xml;

import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlValue;
import org.jspecify.annotations.Nullable;

/** A firmware image. */
public final class Loader extends Placed {
  @XmlAttribute public @Nullable String type;
  @XmlAttribute public @Nullable String readonly;
  @XmlAttribute public @Nullable String secure;
  @XmlAttribute public @Nullable String stateless;
  @XmlAttribute public @Nullable String format;
  @XmlValue public String text = "";
}
