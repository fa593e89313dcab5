package vcg.model;

import java.util.List;
import java.util.Optional;

/**
 * What became of a plan.
 *
 * @param results one for each partition and guest that had steps, in the order they were done
 */
public record Outcome(List<Result> results) {
  public Outcome {
    results = List.copyOf(results);
  }

  /**
   * What became of one guest or partition.
   *
   * @param subject its name
   * @param done how many of its steps were carried out
   * @param failure why the next one was not; empty: all were
   * @param notes what else an administrator should know, a sentence each
   * @param waiting what a guest was asked to do and has not done yet, a sentence each
   */
  public record Result(
      String subject,
      int done,
      Optional<String> failure,
      List<String> notes,
      List<String> waiting) {
    public Result {
      notes = List.copyOf(notes);
      waiting = List.copyOf(waiting);
    }

    public Result(String subject, int done, Optional<String> failure) {
      this(subject, done, failure, List.of(), List.of());
    }
  }

  /** Whether a guest has not done yet what it was asked to do. */
  public boolean waits() {
    return results.stream().anyMatch(r -> !r.waiting().isEmpty());
  }

  /** Whether something could not be done. */
  public boolean failed() {
    return results.stream().anyMatch(r -> r.failure().isPresent());
  }
}
