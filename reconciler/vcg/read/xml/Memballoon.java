package vcg.read.xml;

import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import org.jspecify.annotations.Nullable;

/** The memory balloon. */
public final class Memballoon extends Placed {
  @XmlAttribute public @Nullable String model;
  @XmlAttribute public @Nullable String autodeflate;
  @XmlAttribute public @Nullable String freePageReporting;
  @XmlElement public @Nullable BalloonStats stats;
  @XmlElement public @Nullable VirtioDriver driver;
  @XmlElement public @Nullable Alias alias;
  @XmlElement public @Nullable Address address;

  /** That the guest tells how it uses its memory. */
  public static final class BalloonStats extends Placed {
    @XmlAttribute public @Nullable String period;
  }
}
