package vcg.read.xml;

import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A server for the guest's screen. */
public final class Graphics extends Placed {
  @XmlAttribute public @Nullable String type;
  @XmlAttribute public @Nullable String port;
  @XmlAttribute public @Nullable String autoport;
  @XmlAttribute public @Nullable String tlsPort;
  @XmlAttribute public @Nullable String listen;
  @XmlAttribute public @Nullable String socket;
  @XmlAttribute public @Nullable String keymap;
  @XmlAttribute public @Nullable String passwd;
  @XmlAttribute public @Nullable String passwdValidTo;
  @XmlAttribute public @Nullable String connected;
  @XmlAttribute public @Nullable String sharePolicy;
  @XmlAttribute public @Nullable String websocket;
  @XmlAttribute public @Nullable String powerControl;
  @XmlAttribute public @Nullable String defaultMode;

  @XmlElement(name = "listen")
  public List<GraphicsListen> listens = new ArrayList<>();

  @XmlElement(name = "channel")
  public List<SpiceChannel> channels = new ArrayList<>();

  @XmlElement(name = "image")
  public List<SpiceImage> images = new ArrayList<>();

  @XmlElement(name = "jpeg")
  public List<SpiceWan> jpegs = new ArrayList<>();

  @XmlElement(name = "zlib")
  public List<SpiceWan> zlibs = new ArrayList<>();

  @XmlElement(name = "playback")
  public List<SpicePlayback> playbacks = new ArrayList<>();

  @XmlElement(name = "streaming")
  public List<SpiceStreaming> streamings = new ArrayList<>();

  @XmlElement(name = "mouse")
  public List<MouseMode> mice = new ArrayList<>();

  @XmlElement(name = "clipboard")
  public List<Copypaste> clipboards = new ArrayList<>();

  @XmlElement(name = "filetransfer")
  public List<SpiceFiles> filetransfers = new ArrayList<>();

  @XmlElement(name = "audio")
  public List<AudioUse> audios = new ArrayList<>();

  /** Where a server listens. */
  public static final class GraphicsListen extends Placed {
    @XmlAttribute public @Nullable String type;
    @XmlAttribute public @Nullable String address;
    @XmlAttribute public @Nullable String socket;
  }

  /** Whether one channel is encrypted. */
  public static final class SpiceChannel extends Placed {
    @XmlAttribute public @Nullable String name;
    @XmlAttribute public @Nullable String mode;
  }

  /** How images are compressed. */
  public static final class SpiceImage extends Placed {
    @XmlAttribute public @Nullable String compression;
  }

  /** What is used on slow connections. */
  public static final class SpiceWan extends Placed {
    @XmlAttribute public @Nullable String compression;
  }

  /** Whether sound is compressed. */
  public static final class SpicePlayback extends Placed {
    @XmlAttribute public @Nullable String compression;
  }

  /** What is sent as video. */
  public static final class SpiceStreaming extends Placed {
    @XmlAttribute public @Nullable String mode;
  }

  /** Whether files can be dropped into the guest. */
  public static final class SpiceFiles extends Placed {
    @XmlAttribute public @Nullable String enable;
  }
}
