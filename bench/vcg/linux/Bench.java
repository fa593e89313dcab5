package vcg.linux;

import java.nio.file.Path;

/**
 * Measures vcg's own code against the same work in C, turn by turn in one run, so that other load
 * on the machine falls on all alike. Arguments: what, the directory of the C programs, the cgroup
 * parent, a directory for files, the number of guests, the number of rounds.
 */
public final class Bench {
  private Bench() {}

  /** Runs one part and prints its figures. */
  public static void main(String[] arguments) throws Exception {
    Path floors = Path.of(arguments[1]);
    Path scratch = Path.of(arguments[3]);
    int guests = Integer.parseInt(arguments[4]);
    int rounds = Integer.parseInt(arguments[5]);
    switch (arguments[0]) {
      case "observe" ->
          new ObserveBench(BenchHost.make(arguments[2], scratch, guests)).run(floors, rounds);
      case "apply" ->
          new ApplyBench(BenchHost.make(arguments[2], scratch, guests)).run(floors, rounds);
      case "start" -> StartBench.run(floors, arguments[2], scratch, rounds);
      case "containers" -> StartBench.runContainers(arguments[2], scratch, rounds);
      case "devices" -> DeviceBench.run(floors, arguments[2], rounds);
      default -> throw new IllegalArgumentException("no such part: " + arguments[0]);
    }
  }
}
