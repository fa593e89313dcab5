package vcg.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vcg.linux.Eventually;

/** The real daemon on a {@link TestHost}; to be killed when its test ends. */
final class TestDaemon {
  private final TestHost host;
  private Optional<TestHost.Started> daemon = Optional.empty();
  private boolean isWrapped;

  TestDaemon(TestHost host) {
    this.host = host;
  }

  void start(String... words) throws IOException {
    startUnder(List.of(), words);
  }

  /** Under another program, such as strace. */
  void startUnder(List<String> wrapper, String... words) throws IOException {
    List<String> all = new ArrayList<>(List.of("run"));
    all.addAll(List.of(words));
    isWrapped = !wrapper.isEmpty();
    daemon = Optional.of(host.start(wrapper, all.toArray(String[]::new)));
  }

  /** Ends it at once. */
  void kill() {
    if (daemon.isPresent()) {
      Process process = daemon.get().process();
      if (isWrapped) { // its own children are the guests
        process.children().forEach(ProcessHandle::destroyForcibly);
      }
      process.destroyForcibly().onExit().join();
    }
    daemon = Optional.empty();
  }

  long pid() {
    return daemon.orElseThrow().process().pid();
  }

  void signal(String name) throws IOException, InterruptedException {
    TestDaemon.signal(pid(), name);
  }

  static void signal(long pid, String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(pid)).inheritIO().start().waitFor();
  }

  void awaitLog(String text) throws IOException {
    Path log = daemon.orElseThrow().err();
    try {
      Eventually.holds(TestHost.SOON, () -> Files.readString(log).contains(text));
    } catch (AssertionError e) {
      throw new AssertionError("no " + text + " in " + Files.readString(log), e);
    }
  }

  /** Waits until a guest runs with these shares. */
  void awaitShares(String name, int shares) throws IOException {
    Path file = host.cgroup("cpu", name).resolve("cpu.shares");
    try {
      Eventually.holds(
          TestHost.SOON,
          () ->
              Files.exists(file)
                  && Files.readString(file).strip().equals(Integer.toString(shares))
                  && host.pid(name).isPresent());
    } catch (AssertionError e) {
      String log = Files.readString(daemon.orElseThrow().err());
      throw new AssertionError(name + " has not " + shares + " shares:\n" + log, e);
    }
  }
}
