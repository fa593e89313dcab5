package vcg.read.xml;

import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What users and groups of a container are on the host. */
public final class IdMap extends Placed {
  @XmlElement(name = "uid")
  public List<IdRange> uids = new ArrayList<>();

  @XmlElement(name = "gid")
  public List<IdRange> gids = new ArrayList<>();

  /** Some that follow each other. */
  public static final class IdRange extends Placed {
    @XmlAttribute public @Nullable String start;
    @XmlAttribute public @Nullable String target;
    @XmlAttribute public @Nullable String count;
  }
}
