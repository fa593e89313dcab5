package vcg.read.xml;

import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A sound card. */
public final class Sound extends Placed {
  @XmlAttribute public @Nullable String model;
  @XmlAttribute public @Nullable String multichannel;

  @XmlElement(name = "codec")
  public List<SoundCodec> codecs = new ArrayList<>();

  @XmlElement(name = "audio")
  public List<AudioUse> audios = new ArrayList<>();

  @XmlElement(name = "alias")
  public List<Alias> aliases = new ArrayList<>();

  @XmlElement(name = "address")
  public List<Address> addresses = new ArrayList<>();

  /** What is behind a sound card. */
  public static final class SoundCodec extends Placed {
    @XmlAttribute public @Nullable String type;
  }
}
