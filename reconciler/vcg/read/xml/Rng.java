package vcg.read.xml;

import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import jakarta.xml.bind.annotation.XmlValue;
import org.jspecify.annotations.Nullable;

/** A source of random numbers. */
public final class Rng extends Placed {
  @XmlAttribute public @Nullable String model;
  @XmlElement public @Nullable RngBackend backend;
  @XmlElement public @Nullable RngRate rate;
  @XmlElement public @Nullable VirtioDriver driver;
  @XmlElement public @Nullable Alias alias;
  @XmlElement public @Nullable Address address;

  /** How much a guest may take. */
  public static final class RngRate extends Placed {
    @XmlAttribute public @Nullable String bytes;
    @XmlAttribute public @Nullable String period;
  }

  /** Where random numbers come from. */
  public static final class RngBackend extends Placed {
    @XmlValue public String text = "";
    @XmlAttribute public @Nullable String model;
  }
}
