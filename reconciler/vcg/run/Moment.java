package vcg.run;

/**
 * What whoever started the daemon wants to know of its life, such as systemd. Told in order, by the
 * thread that decides; the listener must not wait.
 */
public sealed interface Moment {
  /** Everything was looked at once. */
  record Ready() implements Moment {}

  /** An operator asked for a fresh look; {@link Ready} follows. */
  record Reloading() implements Moment {}

  /** It ends; guests run on. */
  record Stopping() implements Moment {}

  /**
   * In a few words.
   *
   * @param text one line
   */
  record Summary(String text) implements Moment {}

  /** The thread that decides is not stuck; told every few seconds. */
  record Alive() implements Moment {}
}
