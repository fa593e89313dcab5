package vcg.read.xml;

import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlValue;
import org.jspecify.annotations.Nullable;

/** A number of bytes. */
public final class Size extends Placed {
  @XmlAttribute public @Nullable String unit;
  @XmlValue public String text = "";
}
