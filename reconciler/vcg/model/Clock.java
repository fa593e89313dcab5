package vcg.model;

import java.util.Optional;

/**
 * The clocks of a virtual machine.
 *
 * @param start what the real-time clock shows at the start
 * @param rtcCatchUp lost ticks of the real-time clock are made up for
 * @param rtcTrack what the real-time clock follows; empty: the host's clock
 * @param pit what becomes of lost ticks of the interval timer; empty: they are made up for
 * @param hpet whether there is a high precision event timer
 */
public record Clock(
    Start start,
    boolean rtcCatchUp,
    Optional<Track> rtcTrack,
    Optional<LostTicks> pit,
    boolean hpet) {

  /** What the real-time clock shows at the start. */
  public sealed interface Start {
    /** The host's time, in UTC. */
    record Utc() implements Start {}

    /** The host's time, in its time zone. */
    record LocalTime() implements Start {}

    /**
     * The host's time, in another time zone.
     *
     * @param name such as {@code Europe/Paris}
     */
    record Zone(String name) implements Start {}

    /** One moment, the same at every start, in seconds since 1970. */
    record At(long epochSeconds) implements Start {}
  }

  /** What the real-time clock follows. */
  public enum Track {
    /** Only while the guest runs. */
    GUEST,
    /** The host's clock, also where that is set. */
    WALL,
    /** The host's time since boot. */
    REALTIME
  }

  /** What becomes of lost ticks that are not made up for. */
  public enum LostTicks {
    DELAY,
    DISCARD
  }
}
