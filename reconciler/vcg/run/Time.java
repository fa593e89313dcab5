package vcg.run;

import java.time.Instant;

/** The time, by two clocks: what a calendar says may jump, what durations are taken from not. */
public interface Time {
  Time SYSTEM =
      new Time() {
        @Override
        public Instant wall() {
          return Instant.now();
        }

        @Override
        public long nanos() {
          return System.nanoTime();
        }
      };

  /** What a calendar says, for people and for what is remembered. */
  Instant wall();

  /** Nanoseconds since some moment; never goes back. */
  long nanos();
}
