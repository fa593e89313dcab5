package vcg.model;

import java.util.List;
import java.util.stream.Stream;

/**
 * The smallest set of changes that makes a host match its documents. {@code apply} carries out
 * exactly these steps: partitions that are made or given more, then guests, then partitions that
 * are given less or removed.
 *
 * @param source the directory or files the documents came from
 * @param desired digest of all that the documents ask for
 * @param actual all that was seen of the host
 * @param partitions in the order of their steps
 * @param guests all guests, also those in sync, in order of their names
 * @param foreign guests of others beside ours, left alone
 * @param problems of the documents, in order of place
 * @param refusals what a guard refused, a sentence each
 * @param warnings about the host, a sentence each
 * @param allowedStops how many stops the operator allowed
 * @param valuesRead how many kernel values were compared
 */
public record Plan(
    String source,
    String desired,
    Actual actual,
    List<PlannedPartition> partitions,
    List<PlannedGuest> guests,
    List<String> foreign,
    List<Problem> problems,
    List<String> refusals,
    List<String> warnings,
    int allowedStops,
    int valuesRead) {
  public Plan {
    partitions = List.copyOf(partitions);
    guests = List.copyOf(guests);
    foreign = List.copyOf(foreign);
    problems = List.copyOf(problems);
    refusals = List.copyOf(refusals);
    warnings = List.copyOf(warnings);
  }

  /** Every step, in the order in which {@code apply} takes them. */
  public Stream<Change> steps() {
    return Stream.of(
            partitions.stream().flatMap(p -> p.steps().stream()),
            guests.stream().flatMap(g -> g.steps().stream()),
            partitions.stream().flatMap(p -> p.after().stream()))
        .flatMap(s -> s);
  }

  /** Whether there is nothing to do. What is held is not done. */
  public boolean isEmpty() {
    return steps().findAny().isEmpty();
  }

  /** Whether everything is as the documents ask: nothing to do, and nothing held. */
  public boolean isConverged() {
    return isEmpty()
        && count(PlannedGuest.Action.HOLD) == 0
        && partitions.stream().noneMatch(p -> p.action() == PlannedPartition.Action.HOLD);
  }

  /** How many guests a plan does something to, or holds. */
  public long count(PlannedGuest.Action action) {
    return guests.stream().filter(g -> g.action() == action).count();
  }

  /** The same plan for some of its guests, to be shown. */
  public Plan withGuests(List<PlannedGuest> some) {
    return new Plan(
        source,
        desired,
        actual,
        partitions,
        some,
        foreign,
        problems,
        refusals,
        warnings,
        allowedStops,
        valuesRead);
  }
}
