package vcg.model;

import java.util.Optional;

/**
 * Whether a virtual machine can sleep; empty: as its machine type does.
 *
 * @param toMemory ACPI state S3
 * @param toDisk ACPI state S4
 */
public record PowerStates(Optional<Located<Boolean>> toMemory, Optional<Located<Boolean>> toDisk) {
  /** What a document without {@code pm} gets. */
  public static final PowerStates NONE = new PowerStates(Optional.empty(), Optional.empty());
}
