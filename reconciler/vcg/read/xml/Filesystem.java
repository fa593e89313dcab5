package vcg.read.xml;

import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import org.jspecify.annotations.Nullable;

/** A file system of a container. */
public final class Filesystem extends Placed {
  @XmlAttribute public @Nullable String type;
  @XmlAttribute public @Nullable String accessmode;
  @XmlElement public @Nullable FilesystemSource source;
  @XmlElement public @Nullable FilesystemTarget target;
  @XmlElement public @Nullable Empty readonly;
  @XmlElement public @Nullable Alias alias;
  @XmlElement public @Nullable Address address;

  /** What is mounted. */
  public static final class FilesystemSource extends Placed {
    @XmlAttribute public @Nullable String dir;
    @XmlAttribute public @Nullable String usage;
    @XmlAttribute public @Nullable String units;
  }

  /** Where it is mounted. */
  public static final class FilesystemTarget extends Placed {
    @XmlAttribute public @Nullable String dir;
  }
}
