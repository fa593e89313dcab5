package vcg.model;

import java.util.List;
import java.util.Optional;
import vcg.cgroup.PartitionPath;

/**
 * What one domain file says.
 *
 * @param file as {@link Location#file()}
 * @param guest what a domain file asks for; empty when a problem is an error
 * @param partition what a partition document asks for; empty when a problem is an error
 * @param claims the guest that it is about, as far as it can be told from an invalid file
 * @param claimed the partition that it is about, as far as it can be told from an invalid file
 * @param problems everything wrong with it, in order of place
 */
public record Reading(
    String file,
    Optional<Guest> guest,
    Optional<Partition> partition,
    Optional<GuestId> claims,
    Optional<PartitionPath> claimed,
    List<Problem> problems) {
  public Reading {
    problems = problems.stream().sorted().toList();
    boolean valid = problems.stream().noneMatch(Problem::isError);
    if ((guest.isPresent() && partition.isPresent())
        || valid != (guest.isPresent() || partition.isPresent())) {
      throw new IllegalArgumentException("one of guest, partition and errors: " + file);
    }
  }

  /** A valid domain file. */
  public static Reading of(String file, Guest guest, List<Problem> problems) {
    return new Reading(
        file,
        Optional.of(guest),
        Optional.empty(),
        Optional.of(guest.id()),
        Optional.empty(),
        problems);
  }

  /** A valid partition document. */
  public static Reading of(String file, Partition partition, List<Problem> problems) {
    return new Reading(
        file,
        Optional.empty(),
        Optional.of(partition),
        Optional.empty(),
        Optional.of(partition.path()),
        problems);
  }

  /** A file with errors, about a guest or about nobody knows what. */
  public static Reading invalid(String file, Optional<GuestId> claims, List<Problem> problems) {
    return new Reading(
        file, Optional.empty(), Optional.empty(), claims, Optional.empty(), problems);
  }

  /** Whether the file is as it should be. */
  public boolean isValid() {
    return guest.isPresent() || partition.isPresent();
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
        valid ? partition : Optional.empty(),
        claims,
        claimed,
        java.util.stream.Stream.concat(problems.stream(), more.stream()).toList());
  }
}
