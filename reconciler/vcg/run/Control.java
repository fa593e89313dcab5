package vcg.run;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import vcg.model.GuestId;
import vcg.model.Plan;

/**
 * What operators can ask of a running daemon. Any thread may call any method. Those that only look
 * answer from what the daemon published last and never wait; the others wait for the thread that
 * decides, which takes milliseconds, never for a guest.
 *
 * <p>A guest is named as users do: {@code web1}, or {@code web1.qemu} where two drivers have it.
 */
public interface Control {
  /** How everything is, as of the last look at it. */
  DaemonStatus status();

  /**
   * What the daemon would do if it looked at everything now, and is not doing yet; nothing is done.
   * It takes as long as {@code vcg plan}.
   */
  Plan plan() throws Refused, InterruptedException;

  /**
   * Consents to a stop that a guard holds back.
   *
   * @param guest empty: to all but those of protected guests, which have to be named
   * @return the guests that will stop now
   * @throws Refused no such guest, or its stop is not held
   */
  List<GuestId> approve(Optional<String> guest) throws Refused, InterruptedException;

  /** From now on nothing is changed; looking and telling go on. What has begun is finished. */
  void pause() throws InterruptedException;

  /** Ends a pause; everything is looked at. */
  void resume() throws InterruptedException;

  /**
   * Stops and starts a guest, which consents to what cannot change while it runs. Returns once it
   * is decided, not done.
   *
   * @throws Refused no such guest, or why it cannot be started again; it runs on
   */
  GuestId restart(String guest) throws Refused, InterruptedException;

  /** Lists the directory anew and looks at everything. */
  void reload() throws InterruptedException;

  /** Numbers that only grow, since the daemon started. */
  Counters counters();

  /** What guests use now; read from the kernel, two files for each. */
  List<GuestUse> uses();

  /**
   * Calls a listener whenever the status may have changed, at most a few times each second, from a
   * thread that must not wait.
   *
   * @return ends that
   */
  AutoCloseable onChange(Consumer<DaemonStatus> listener);

  /** The daemon will not; the message says why, in words for the operator. */
  final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    public Refused(String message) {
      super(message);
    }
  }
}
