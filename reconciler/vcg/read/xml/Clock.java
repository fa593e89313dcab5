package vcg.read.xml;

import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The clocks. */
public final class Clock extends Placed {
  @XmlAttribute public @Nullable String offset;
  @XmlAttribute public @Nullable String basis;
  @XmlAttribute public @Nullable String adjustment;
  @XmlAttribute public @Nullable String start;
  @XmlAttribute public @Nullable String timezone;

  @XmlElement(name = "timer")
  public List<Timer> timers = new ArrayList<>();

  /** One clock of the machine. */
  public static final class Timer extends Placed {
    @XmlAttribute public @Nullable String name;
    @XmlAttribute public @Nullable String tickpolicy;
    @XmlAttribute public @Nullable String present;
    @XmlAttribute public @Nullable String track;
    @XmlAttribute public @Nullable String frequency;
    @XmlAttribute public @Nullable String mode;
    @XmlElement public @Nullable Catchup catchup;
  }

  /** How lost ticks are made up for. */
  public static final class Catchup extends Placed {
    @XmlAttribute public @Nullable String threshold;
    @XmlAttribute public @Nullable String slew;
    @XmlAttribute public @Nullable String limit;
  }
}
