package vcg.read.xml;

import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import org.jspecify.annotations.Nullable;

/** What a security module would call a guest. */
public final class Seclabel extends Placed {
  @XmlAttribute public @Nullable String type;
  @XmlAttribute public @Nullable String model;
  @XmlAttribute public @Nullable String relabel;
  @XmlElement public @Nullable Text label;
  @XmlElement public @Nullable Text imagelabel;
  @XmlElement public @Nullable Text baselabel;

  /** The same for one file. */
  public static final class SourceSeclabel extends Placed {
    @XmlAttribute public @Nullable String model;
    @XmlAttribute public @Nullable String relabel;
    @XmlAttribute public @Nullable String labelskip;
  }
}
