package vcg.run;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import vcg.model.GuestId;
import vcg.model.Location;
import vcg.model.Problem;
import vcg.model.Reading;
import vcg.read.DomainDirectory.Content;

/** One document: what its file says, what was last good of it, and which of the two counts. */
final class Entry {
  final String name;
  Optional<Reading> own = Optional.empty(); // what it says by itself, once that counts
  Optional<Reading> reading = Optional.empty(); // the same, given all others
  Optional<Reading> good = Optional.empty();
  String digest = "";
  byte[] content = {};
  Set<String> claims = Set.of();
  Set<GuestId> ids = Set.of();
  Optional<Instant> invalidSince = Optional.empty();
  Optional<Pending> pending = Optional.empty();
  OptionalLong goneUntil = OptionalLong.empty();
  Optional<Instant> goneSince = Optional.empty();
  boolean isGone;
  Optional<FileCondition> told = Optional.empty();
  boolean counts; // in the tally, as is its number
  long number;

  Entry(String name) {
    this.name = name;
  }

  boolean isAway() {
    return goneSince.isPresent();
  }

  /** What is in force; empty: it is let go, or was never usable and is away. */
  Optional<Reading> inForce() {
    if (isGone) {
      return Optional.empty();
    }
    return reading.filter(Reading::isValid).filter(_ -> !isAway()).or(() -> good).or(() -> reading);
  }

  /** What stands for it when files are compared with each other. */
  Optional<Reading> candidate() {
    if (isAway()) {
      return Optional.empty();
    }
    boolean broken = own.filter(Reading::isValid).isEmpty();
    boolean same =
        own.flatMap(Reading::claims).isEmpty()
            || own.flatMap(Reading::claims).equals(good.flatMap(Reading::claims));
    return broken && good.isPresent() && same ? good : own;
  }

  /** What there is to say of it; empty: it counts. */
  Optional<FileCondition> condition() {
    if (isAway()) {
      return goneSince.map(since ->
          new FileCondition(
              name,
              since,
              List.of(Problem.error("", Location.ofFile(name), "the file is not there any more"))));
    }
    return invalidSince.map(since ->
        new FileCondition(
            name,
            since,
            reading.orElseThrow().problems().stream().filter(Problem::isError).toList()));
  }

  /** A content that does not count yet. */
  record Pending(Content content, Optional<Reading> good, long first, long last) {}
}
