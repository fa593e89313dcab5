package vcg.read.xml;

import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A parallel port. */
public final class Parallel extends Placed {
  @XmlAttribute public @Nullable String type;

  @XmlElement(name = "source")
  public List<CharSource> sources = new ArrayList<>();

  @XmlElement(name = "target")
  public List<ParallelTarget> targets = new ArrayList<>();

  @XmlElement(name = "protocol")
  public List<CharProtocol> protocols = new ArrayList<>();

  @XmlElement(name = "log")
  public List<CharLog> logs = new ArrayList<>();

  @XmlElement(name = "alias")
  public List<Alias> aliases = new ArrayList<>();

  @XmlElement(name = "address")
  public List<Address> addresses = new ArrayList<>();

  /** What the guest sees. */
  public static final class ParallelTarget extends Placed {
    @XmlAttribute public @Nullable String port;
  }
}
