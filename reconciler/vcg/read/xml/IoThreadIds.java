package vcg.read.xml;

import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Numbers of I/O threads. */
public final class IoThreadIds extends Placed {
  @XmlElement(name = "iothread")
  public List<IoThread> threads = new ArrayList<>();

  /** One I/O thread. */
  public static final class IoThread extends Placed {
    @XmlAttribute public @Nullable String id;

    @XmlAttribute(name = "thread_pool_min")
    public @Nullable String threadPoolMin;

    @XmlAttribute(name = "thread_pool_max")
    public @Nullable String threadPoolMax;

    @XmlElement(name = "poll")
    public List<Poll> polls = new ArrayList<>();
  }

  /** How long it looks for work. */
  public static final class Poll extends Placed {
    @XmlAttribute public @Nullable String max;
    @XmlAttribute public @Nullable String grow;
    @XmlAttribute public @Nullable String shrink;
  }

  /** The thread for everything else. */
  public static final class DefaultIoThread extends Placed {
    @XmlAttribute(name = "thread_pool_min")
    public @Nullable String threadPoolMin;

    @XmlAttribute(name = "thread_pool_max")
    public @Nullable String threadPoolMax;
  }
}
