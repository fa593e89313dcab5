package vcg.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * A process that vcg has started: what it printed until it closed its output, and the status that
 * it exited with, 128 and the signal where one ended it.
 */
record Child(long pid, CompletableFuture<byte[]> output, CompletableFuture<Integer> status) {

  /**
   * Starts a program in a session of its own, with nothing in its environment and no file open but
   * three: an empty input, an output that vcg reads, and the log for errors.
   *
   * @param words an absolute path, and arguments
   * @param log is there already
   */
  static Child start(List<String> words, Path log) throws IOException {
    return canSpawn() ? Spawn.start(words, log) : byJava(words, log);
  }

  /** The first time this takes some milliseconds, which otherwise the first start does. */
  static boolean canSpawn() {
    return CgroupFiles.foreignCalls() && Spawn.isThere();
  }

  /** Java starts a program of its own first, which closes files, and becomes what is started. */
  static Child byJava(List<String> words, Path log) throws IOException {
    List<String> all = new ArrayList<>(List.of("/usr/bin/setsid"));
    all.addAll(words);
    ProcessBuilder builder =
        new ProcessBuilder(all)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().clear();
    Process process = builder.start();
    return of(
        process.pid(),
        output -> {
          try (var in = process.getInputStream()) {
            output.complete(in.readAllBytes());
          } catch (IOException e) {
            output.completeExceptionally(e);
          }
        },
        process.onExit().thenApply(Process::exitValue));
  }

  /**
   * A child whose output is read by a thread of its own, which is done when a program takes over.
   */
  static Child of(
      long pid, Consumer<CompletableFuture<byte[]>> read, CompletableFuture<Integer> status) {
    CompletableFuture<byte[]> output = new CompletableFuture<>();
    Thread.ofPlatform().daemon().name("vcg-child-" + pid).start(() -> read.accept(output));
    return new Child(pid, output, status);
  }

  /** Waits until it has ended; an {@link IOException}: nobody can know how. */
  int awaitStatus() throws IOException {
    try {
      return status.join();
    } catch (CompletionException e) {
      throw new IOException("nobody knows how process " + pid + " ended", e);
    }
  }

  /** Ends it by force, unless it has ended. */
  void kill() {
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
  }
}
