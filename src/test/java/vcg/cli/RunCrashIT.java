package vcg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import vcg.linux.Eventually;

/**
 * The daemon is killed at random moments while somebody changes files. After each start all is as
 * the files ask, no guest runs twice, and none was interrupted that should run. {@code
 * -Dvcg.rounds=200} takes some minutes.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class RunCrashIT {
  private static final int ROUNDS = Integer.getInteger("vcg.rounds", 15);
  private static final int LONGEST_MILLIS = 900;

  private static final String COMES_AND_GOES = "f";

  @RegisterExtension final TestHost host = new TestHost();
  private final Random random = new Random(Long.getLong("vcg.seed", 7));
  private final TreeMap<String, Integer> wanted = new TreeMap<>();
  private final TreeMap<String, Long> running = new TreeMap<>();

  @Test
  void run_killedAgainAndAgain_convergesAndHurtsNoGuest() throws Exception {
    for (String name : List.of("a", "b", "c", "d", "e", "f")) {
      change(name);
    }
    for (int round = 0; round < ROUNDS; round++) {
      TestHost.Started daemon = host.start(List.of(), "run");
      List<String> done = new ArrayList<>();
      long until = System.nanoTime() + random.nextInt(LONGEST_MILLIS) * 1_000_000L;
      while (System.nanoTime() < until) {
        done.add(mischief());
        java.util.concurrent.locks.LockSupport.parkNanos(random.nextInt(60) * 1_000_000L);
      }
      daemon.process().destroyForcibly().onExit().join();

      TestHost.Started next = host.start(List.of(), "run");
      try {
        awaitConverged("round " + round + ", after " + done, next);
      } finally {
        next.process().destroyForcibly().onExit().join();
      }
      Files.delete(daemon.out());
      Files.delete(daemon.err());
    }
  }

  private String mischief() throws IOException {
    String name = List.of("a", "b", "c", "d", "e", "f").get(random.nextInt(6));
    return switch (random.nextInt(6)) {
      case 0 -> drift(name);
      case 1 -> {
        if (name.equals(COMES_AND_GOES)) {
          Files.deleteIfExists(host.domains().resolve(name + ".xml"));
          wanted.remove(name);
          yield name + " removed";
        }
        yield change(name);
      }
      default -> change(name);
    };
  }

  private String drift(String name) throws IOException {
    if (Files.exists(host.cgroup("cpu", name).resolve("cpu.shares")) && wanted.containsKey(name)) {
      try {
        host.drift("cpu", name, "cpu.shares", "77");
      } catch (IOException _) { // it is being removed at this moment
        return "no drift of " + name;
      }
    }
    return "drift of " + name;
  }

  private String change(String name) throws IOException {
    int shares = 100 + random.nextInt(5000);
    host.domain(
        name, 'N', "<cputune><shares>" + shares + "</shares></cputune>", "stop-timeout='1'");
    wanted.put(name, shares);
    return name + " " + shares;
  }

  private void awaitConverged(String where, TestHost.Started daemon) {
    try {
      Eventually.holds(TestHost.SOON, () -> differences().isEmpty());
    } catch (AssertionError e) {
      throw new AssertionError(where + ": " + differences() + "\n" + log(daemon), e);
    }
    for (String name : wanted.keySet()) {
      if (name.equals(COMES_AND_GOES)) { // a stop that had begun may end a process that was found
        continue;
      }
      long process = host.onlyProcess(name);
      Long before = running.put(name, process);
      assertThat(before == null || before == process)
          .as("%s: %s was interrupted: %s, then %s", where, name, before, process)
          .isTrue();
    }
  }

  private static String log(TestHost.Started daemon) {
    try {
      return Files.readString(daemon.err());
    } catch (IOException e) {
      return e.toString();
    }
  }

  private List<String> differences() {
    List<String> differences = new ArrayList<>();
    for (String name : List.of("a", "b", "c", "d", "e", "f")) {
      Optional<Integer> shares = Optional.ofNullable(wanted.get(name));
      int processes = host.processes(name).size();
      if (processes != shares.map(_ -> 1).orElse(0)) {
        differences.add(name + " runs " + processes + " times");
      }
      try {
        String there =
            Files.exists(host.cgroup("cpu", name)) ? host.read("cpu", name, "cpu.shares") : "none";
        if (!there.equals(shares.map(s -> Integer.toString(s)).orElse("none"))) {
          differences.add(name + " has shares " + there + " instead of " + shares);
        }
      } catch (IOException e) {
        differences.add(name + ": " + e.getMessage());
      }
    }
    return differences;
  }
}
