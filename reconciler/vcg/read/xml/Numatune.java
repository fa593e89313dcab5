package vcg.read.xml;

import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where memory comes from. */
public final class Numatune extends Placed {
  @XmlElement(name = "memory")
  public List<NumaMemory> memories = new ArrayList<>();

  @XmlElement(name = "memnode")
  public List<MemNode> memnodes = new ArrayList<>();

  /** The memory as a whole. */
  public static final class NumaMemory extends Placed {
    @XmlAttribute public @Nullable String mode;
    @XmlAttribute public @Nullable String nodeset;
    @XmlAttribute public @Nullable String placement;
  }

  /** The memory of a cell. */
  public static final class MemNode extends Placed {
    @XmlAttribute public @Nullable String cellid;
    @XmlAttribute public @Nullable String mode;
    @XmlAttribute public @Nullable String nodeset;
  }
}
