package vcg.read.xml;

import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import org.jspecify.annotations.Nullable;

/** A video card. */
public final class Video extends Placed {
  @XmlElement public @Nullable VideoModel model;
  @XmlElement public @Nullable Alias alias;
  @XmlElement public @Nullable Address address;

  /** The card. */
  public static final class VideoModel extends Placed {
    @XmlAttribute public @Nullable String type;
    @XmlAttribute public @Nullable String ram;
    @XmlAttribute public @Nullable String vram;
    @XmlAttribute public @Nullable String vram64;
    @XmlAttribute public @Nullable String vgamem;
    @XmlAttribute public @Nullable String heads;
    @XmlAttribute public @Nullable String primary;
    @XmlAttribute public @Nullable String blob;
    @XmlElement public @Nullable VideoResolution resolution;
  }

  /** The resolution to prefer. */
  public static final class VideoResolution extends Placed {
    @XmlAttribute public @Nullable String x;
    @XmlAttribute public @Nullable String y;
  }
}
