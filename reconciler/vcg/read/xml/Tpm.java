package vcg.read.xml;

import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import org.jspecify.annotations.Nullable;

/** A trusted platform module. */
public final class Tpm extends Placed {
  @XmlAttribute public @Nullable String model;
  @XmlElement public @Nullable TpmBackend backend;
  @XmlElement public @Nullable Alias alias;
  @XmlElement public @Nullable Address address;

  /** What is behind it. */
  public static final class TpmBackend extends Placed {
    @XmlAttribute public @Nullable String type;
    @XmlAttribute public @Nullable String version;

    @XmlAttribute(name = "persistent_state")
    public @Nullable String persistentState;
  }
}
