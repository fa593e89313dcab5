package vcg.read.xml;

import jakarta.xml.bind.annotation.XmlAnyAttribute;
import jakarta.xml.bind.annotation.XmlValue;
import java.util.Map;
import javax.xml.namespace.QName;
import org.jspecify.annotations.Nullable;

/** An element that holds text alone. */
public final class Text extends Placed {
  @XmlValue public String text = "";

  /** Always empty; without it JAXB takes this class for a plain value and tells nobody of it. */
  @XmlAnyAttribute public @Nullable Map<QName, String> others;
}
