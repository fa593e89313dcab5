package vcg.read.xml;

import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The clocks. */
public final class Clock extends Placed {
  @XmlAttribute public @Nullable String offset;

  @XmlElement(name = "timer")
  public List<Timer> timers = new ArrayList<>();

  /** One clock of the machine. */
  public static final class Timer extends Placed {
    @XmlAttribute public @Nullable String name;
    @XmlAttribute public @Nullable String tickpolicy;
    @XmlAttribute public @Nullable String present;
  }
}
