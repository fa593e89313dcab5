package vcg.read.xml;

import jakarta.xml.bind.annotation.XmlAnyAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.namespace.QName;
import org.jspecify.annotations.Nullable;

/** What other tools keep in a document, and vcg's own settings; the rest is skipped. */
public final class Metadata extends Placed {
  /** The name space of vcg's own settings. */
  public static final String POLICY = "urn:vcg:policy:1";

  @XmlElement(name = "policy", namespace = POLICY)
  public List<Policy> policies = new ArrayList<>();

  /** vcg's own settings: every attribute, known or not. */
  public static final class Policy extends Placed {
    @XmlAnyAttribute public @Nullable Map<QName, String> settings;
  }
}
