package vcg.guest;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import vcg.cgroup.Group;
import vcg.model.LiveSetting;
import vcg.model.ProcessId;
import vcg.model.Running;

/** The control sockets of QEMU processes (QMP). A socket serves one client at a time. */
public interface Monitors {
  /**
   * Connects at once and waits for the greeting.
   *
   * @param patience how long this, and each command later on, may take
   * @throws IOException nobody listens, or nobody answers in time
   */
  Monitor connect(Path socket, Duration patience) throws IOException;

  /**
   * The same, but only with the process that is expected to listen there.
   *
   * @throws IOException also when it is another one that does
   */
  Monitor connect(Path socket, ProcessId peer, Duration patience) throws IOException;

  /**
   * The same with questions that are executed next, asked at once: all of them together are one
   * journey to another process, during which there is time for something else. Nothing is waited
   * for here; that nobody answers shows with the first command. Until the last of the questions is
   * executed nothing is changed.
   *
   * @throws IOException nobody listens, or it is another process that does
   */
  default Monitor ask(
      Path socket, ProcessId peer, Duration patience, List<LiveSetting.Request> questions)
      throws IOException {
    return connect(socket, peer, patience); // whoever answers at once has no use for it
  }

  /**
   * Something that QEMU tells of its own accord.
   *
   * @param name such as {@code DEVICE_DELETED}
   * @param data as {@link Monitor#execute} returns objects; empty where the event has none
   */
  record Event(String name, Map<String, Object> data) {
    public Event {
      data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
    }
  }

  /** QEMU understood a command and will not obey; the message is its own, made printable. */
  final class Refusal extends IOException {
    private static final long serialVersionUID = 1;

    private final String kind;

    /**
     * @param kind QEMU's class of error, such as {@code DeviceNotFound} or {@code GenericError}
     */
    public Refusal(String kind, String message) {
      super(message);
      this.kind = kind;
    }

    public String kind() {
      return kind;
    }
  }

  /**
   * One connection. Every method fails with an {@link IOException} when the guest does not answer.
   */
  interface Monitor extends AutoCloseable {
    /**
     * Any command.
     *
     * @param arguments maps, lists, strings, whole numbers and booleans, as they become JSON
     * @return the same kinds of values; members that are null are left out
     * @throws Refusal QEMU refuses; the connection stays usable
     * @throws IOException no answer in time, or no connection any more
     */
    Object execute(String command, Map<String, ?> arguments) throws IOException;

    /**
     * The next event, in the order in which QEMU sent them. A few hundred are kept until they are
     * asked for; of more, the oldest are dropped: an event is a hint to look, not a fact to rely
     * on.
     *
     * @return empty: none within that time
     */
    Optional<Event> event(Duration atMost) throws IOException;

    /** What the guest is doing. */
    Running.State state() throws IOException;

    /**
     * The threads of virtual CPUs and I/O threads. Several virtual CPUs may share one, where QEMU
     * emulates them in turn.
     */
    SortedMap<Group, Long> threads() throws IOException;

    /** Presses the power button; the guest may take its time, or take no notice. */
    void powerDown() throws IOException;

    /**
     * Waits until the guest has shut down or crashed, or its process has ended. Events that nobody
     * asked for until then are dropped.
     *
     * @return false: it still runs
     */
    boolean awaitPowerOff(Duration atMost) throws IOException;

    /** Ends the process at once. Success also when the connection breaks before the answer. */
    void quit() throws IOException;

    /** Lets the virtual CPUs run. */
    void resume() throws IOException;

    /**
     * Presses the reset button and waits until the guest is as it was before its first instruction;
     * one that had ended is paused then.
     */
    void reset() throws IOException;

    /** Stops the virtual CPUs. */
    void pause() throws IOException;

    @Override
    void close();
  }
}
