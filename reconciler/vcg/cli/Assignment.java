package vcg.cli;

import vcg.model.SchedulerParameter;
import vcg.read.Spelling;

/**
 * A value of a domain file as a user gives it.
 *
 * @param path where it stands, such as {@code cputune/shares}
 * @param value empty: it is taken out
 */
record Assignment(String path, String value) {

  /** {@code PATH=VALUE}. */
  static Assignment parse(String word) throws UsageException {
    int equals = word.indexOf('=');
    if (equals < 1) {
      throw new UsageException("\"" + word + "\" must be PATH=VALUE, such as cputune/shares=2048");
    }
    return new Assignment(word.substring(0, equals), word.substring(equals + 1));
  }

  /** {@code NAME=VALUE} with libvirt's name of a scheduler parameter. */
  static Assignment ofParameter(String word) throws UsageException {
    int equals = word.indexOf('=');
    if (equals < 1) {
      throw new UsageException("\"" + word + "\" must be NAME=VALUE, such as cpu_shares=2048");
    }
    String name = word.substring(0, equals);
    String hint = Spelling.hint(name, SchedulerParameter.words(), "");
    SchedulerParameter parameter =
        SchedulerParameter.of(name)
            .orElseThrow(() ->
                new UsageException(
                    "unknown parameter "
                        + name
                        + "; "
                        + (hint.isEmpty()
                            ? "there are " + String.join(", ", SchedulerParameter.words())
                            : hint)));
    return new Assignment(parameter.element(), word.substring(equals + 1));
  }
}
