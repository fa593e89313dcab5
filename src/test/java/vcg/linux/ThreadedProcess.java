package vcg.linux;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import vcg.cgroup.CgroupFsFixture.Threads;

/** A second Java whose threads do nothing, for tests that move threads about. */
final class ThreadedProcess {
  private static final int THREADS = 8;

  private ThreadedProcess() {}

  /** Prints the numbers of its threads, one on each line, and sleeps. */
  public static void main(String[] args) {
    for (int i = 0; i < THREADS; i++) {
      Thread.ofPlatform().start(ThreadedProcess::sleep);
    }
  }

  private static void sleep() {
    try {
      // links to PID/task/THREAD
      String thread = Files.readSymbolicLink(Path.of("/proc/thread-self")).getFileName().toString();
      System.out.println(thread);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    while (true) {
      LockSupport.park();
    }
  }

  /** Starts it. It needs no compiler threads, which would come and go. */
  static Process start() throws IOException {
    String java = ProcessHandle.current().info().command().orElseThrow();
    Path classes =
        Path.of(
            ThreadedProcess.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    return new ProcessBuilder(
            java,
            "-Xint",
            "-XX:+UseSerialGC",
            "-Xmx16m",
            "-cp",
            classes.toString(),
            ThreadedProcess.class.getName())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Waits until all threads are there. */
  @SuppressWarnings("resource") // closing the reader would close the pipe of the process
  static Threads started(Process process) throws IOException {
    BufferedReader lines = process.inputReader(StandardCharsets.US_ASCII);
    List<Long> some = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      String line = lines.readLine();
      if (line == null) {
        throw new IOException("the process with threads has ended");
      }
      some.add(Long.valueOf(line));
    }
    try (Stream<Path> tasks = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
      return new Threads(
          process.pid(),
          some,
          tasks.map(task -> Long.valueOf(task.getFileName().toString())).sorted().toList());
    }
  }
}
