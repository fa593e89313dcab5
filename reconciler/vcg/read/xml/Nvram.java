package vcg.read.xml;

import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import jakarta.xml.bind.annotation.XmlElementRef;
import jakarta.xml.bind.annotation.XmlMixed;
import jakarta.xml.bind.annotation.XmlRootElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The variables of UEFI. */
public final class Nvram extends Placed {
  @XmlAttribute public @Nullable String template;
  @XmlAttribute public @Nullable String format;
  @XmlAttribute public @Nullable String type;

  /** Texts, and a {@link NvramSource} at most. */
  @XmlMixed
  @XmlElementRef(name = "source", type = NvramSource.class)
  public List<Object> content = new ArrayList<>();

  /** All that is no element, without blanks around it where there are elements. */
  public String text() {
    String text =
        content.stream()
            .filter(String.class::isInstance)
            .map(String.class::cast)
            .collect(Collectors.joining());
    return source().isPresent() ? text.strip() : text;
  }

  /** What stands in the place of a text. */
  public Optional<NvramSource> source() {
    return content.stream()
        .filter(NvramSource.class::isInstance)
        .map(NvramSource.class::cast)
        .findFirst();
  }

  /** A file or device. */
  @XmlRootElement(name = "source")
  public static final class NvramSource extends Placed {
    @XmlAttribute public @Nullable String file;
    @XmlAttribute public @Nullable String dev;
    @XmlAttribute public @Nullable String index;
    @XmlElement public Seclabel.@Nullable SourceSeclabel seclabel;
  }
}
