package vcg.model;

import java.util.List;
import java.util.Optional;

/**
 * What one domain file says.
 *
 * @param file as {@link Location#file()}
 * @param guest what it asks for; empty when a problem is an error
 * @param claims the guest that it is about, as far as it can be told from an invalid file
 * @param problems everything wrong with it, in order of place
 */
public record Reading(
    String file, Optional<Guest> guest, Optional<GuestId> claims, List<Problem> problems) {
  public Reading {
    problems = problems.stream().sorted().toList();
    if (guest.isPresent() == problems.stream().anyMatch(Problem::isError)) {
      throw new IllegalArgumentException("a guest or errors, not both: " + file);
    }
  }

  /** This file with further problems; errors take its guest away. */
  public Reading with(List<Problem> more) {
    if (more.isEmpty()) {
      return this;
    }
    boolean valid = more.stream().noneMatch(Problem::isError);
    return new Reading(
        file,
        valid ? guest : Optional.empty(),
        claims,
        java.util.stream.Stream.concat(problems.stream(), more.stream()).toList());
  }
}
