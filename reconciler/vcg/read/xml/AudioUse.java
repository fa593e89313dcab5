package vcg.read.xml;

import jakarta.xml.bind.annotation.XmlAttribute;
import org.jspecify.annotations.Nullable;

/** Which audio backend is used. */
public final class AudioUse extends Placed {
  @XmlAttribute public @Nullable String id;
}
