package vcg.model;

import java.util.Optional;

/**
 * One value that is not what the document asks for.
 *
 * @param object what it belongs to, such as {@code cpu}, {@code memory} or {@code machine}
 * @param field its name in a document, such as {@code shares}
 * @param before what is in force, for people; empty: nothing is
 * @param after what the document asks for, for people; empty: nothing
 * @param at where the document asks for it; empty: it asks for nothing, the default applies
 * @param cause why it differs
 * @param interruption what putting it right costs the guest
 */
public record Difference(
    String object,
    String field,
    String before,
    String after,
    Optional<Location> at,
    Cause cause,
    Interruption interruption) {
  /** Why a value differs. */
  public enum Cause {
    /** The document changed since it was last applied. */
    DOCUMENT,
    /** The document did not change: somebody else wrote the value. */
    DRIFT
  }

  /** What a change costs the guest. */
  public enum Interruption {
    LIVE,
    /** Something is plugged in or taken out, which the guest sees. */
    HOTPLUG,
    RESTART
  }
}
