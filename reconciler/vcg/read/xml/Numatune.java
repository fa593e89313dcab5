package vcg.read.xml;

import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import org.jspecify.annotations.Nullable;

/** Where memory comes from. */
public final class Numatune extends Placed {
  @XmlElement public @Nullable NumaMemory memory;

  /** The memory as a whole. */
  public static final class NumaMemory extends Placed {
    @XmlAttribute public @Nullable String mode;
    @XmlAttribute public @Nullable String nodeset;
    @XmlAttribute public @Nullable String placement;
  }
}
