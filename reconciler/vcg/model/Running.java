package vcg.model;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The process of a guest.
 *
 * @param state what the guest is doing
 * @param placement the path of its cgroup in each hierarchy in which guests have one
 * @param arguments its command line without the program
 */
public record Running(
    ProcessId process, State state, SortedMap<String, String> placement, List<String> arguments) {
  public Running {
    placement = Collections.unmodifiableSortedMap(new TreeMap<>(placement));
    arguments = List.copyOf(arguments);
  }

  /** What a guest with a process is doing. */
  public enum State {
    RUNNING("running"),
    PAUSED("paused"),
    POWERED_OFF("powered off"),
    CRASHED("crashed"),
    /** Its monitor did not answer in time. */
    SILENT("not answering");

    private final String text;

    State(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
