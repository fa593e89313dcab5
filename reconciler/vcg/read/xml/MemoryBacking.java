package vcg.read.xml;

import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What memory is on the host. */
public final class MemoryBacking extends Placed {
  @XmlElement public @Nullable HugePages hugepages;
  @XmlElement public @Nullable Empty nosharepages;
  @XmlElement public @Nullable Empty locked;
  @XmlElement public @Nullable Empty discard;
  @XmlElement public @Nullable MemorySource source;
  @XmlElement public @Nullable MemoryAccess access;
  @XmlElement public @Nullable MemoryAllocation allocation;

  /** Large pages. */
  public static final class HugePages extends Placed {
    @XmlElement(name = "page")
    public List<HugePage> pages = new ArrayList<>();
  }

  /** Their size. */
  public static final class HugePage extends Placed {
    @XmlAttribute public @Nullable String size;
    @XmlAttribute public @Nullable String unit;
    @XmlAttribute public @Nullable String nodeset;
  }

  /** What it is. */
  public static final class MemorySource extends Placed {
    @XmlAttribute public @Nullable String type;
  }

  /** Who can share it. */
  public static final class MemoryAccess extends Placed {
    @XmlAttribute public @Nullable String mode;
  }

  /** When it is taken. */
  public static final class MemoryAllocation extends Placed {
    @XmlAttribute public @Nullable String mode;
    @XmlAttribute public @Nullable String threads;
  }
}
