package vcg.read.xml;

import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What chosen firmware must be able to do. */
public final class OsFirmware extends Placed {
  @XmlElement(name = "feature")
  public List<FirmwareFeature> features = new ArrayList<>();

  /** One ability. */
  public static final class FirmwareFeature extends Placed {
    @XmlAttribute public @Nullable String name;
    @XmlAttribute public @Nullable String enabled;
  }
}
