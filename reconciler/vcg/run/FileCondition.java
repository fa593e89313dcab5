package vcg.run;

import java.time.Instant;
import java.util.List;
import vcg.model.Problem;

/**
 * A domain file that does not count.
 *
 * @param file its name
 * @param since when it stopped to count
 * @param problems everything wrong with it, in order of place
 */
public record FileCondition(String file, Instant since, List<Problem> problems) {
  public FileCondition {
    problems = List.copyOf(problems);
  }
}
