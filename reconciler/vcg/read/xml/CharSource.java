package vcg.read.xml;

import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import org.jspecify.annotations.Nullable;

/** What a character device is connected to. */
public final class CharSource extends Placed {
  @XmlAttribute public @Nullable String path;
  @XmlAttribute public @Nullable String append;
  @XmlAttribute public @Nullable String mode;
  @XmlAttribute public @Nullable String host;
  @XmlAttribute public @Nullable String service;
  @XmlAttribute public @Nullable String tls;
  @XmlAttribute public @Nullable String channel;
  @XmlElement public Seclabel.@Nullable SourceSeclabel seclabel;
  @XmlElement public @Nullable CharReconnect reconnect;
  @XmlElement public @Nullable Copypaste clipboard;
  @XmlElement public @Nullable MouseMode mouse;

  /** Whether a connection is made again. */
  public static final class CharReconnect extends Placed {
    @XmlAttribute public @Nullable String enabled;
    @XmlAttribute public @Nullable String timeout;
  }
}
