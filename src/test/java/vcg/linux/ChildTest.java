package vcg.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real processes, started in both ways. */
class ChildTest {
  @TempDir Path directory = Path.of("/");

  enum Way {
    BY_JAVA,
    BY_SPAWN
  }

  private Path log() throws IOException {
    Path log = directory.resolve("log");
    return Files.exists(log) ? log : Files.createFile(log);
  }

  private Child start(Way way, String... words) throws IOException {
    return switch (way) {
      case BY_JAVA -> Child.byJava(List.of(words), log());
      case BY_SPAWN -> Spawn.start(List.of(words), log());
    };
  }

  private static String output(Child child) throws Exception {
    return new String(child.output().get(20, TimeUnit.SECONDS), StandardCharsets.UTF_8);
  }

  private static int status(Child child) throws Exception {
    return child.status().get(20, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void start_program_hasThreeFilesItsSessionNoVariablesAndNothingBlocked(Way way) throws Exception {
    Child child =
        start(
            way,
            "/bin/sh",
            "-c",
            "readlink /proc/$$/fd/*; grep ^SigBlk: /proc/self/status; cat /proc/$$/stat;"
                + " tr '\\0' '\\n' </proc/$$/environ; cat");

    String id = Long.toString(child.pid());
    assertThat(output(child).lines().map(line -> line.replace(id, "ID")))
        .satisfiesExactly(
            file -> assertThat(file).isEqualTo("/dev/null"),
            file -> assertThat(file).startsWith("pipe:"),
            file -> assertThat(file).isEqualTo(log().toString()),
            blocked -> assertThat(blocked).matches("SigBlk:\t0+"),
            session -> assertThat(session).matches("ID \\(sh\\) \\S \\d+ ID ID .*"));
    assertThat(status(child)).isZero();
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void start_again_errorsFollowThoseInTheLog(Way way) throws Exception {
    status(start(way, "/bin/sh", "-c", "echo one >&2"));
    status(start(way, "/bin/sh", "-c", "echo two >&2"));

    assertThat(log()).hasContent("one\ntwo\n");
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void output_closedWhileTheProgramRuns_isComplete(Way way) throws Exception {
    Child child = start(way, "/bin/sh", "-c", "echo said; exec >&2; kill -STOP $$; exit 3");

    assertThat(output(child)).isEqualTo("said\n");
    assertThat(child.status()).isNotDone();
    Process resume = new ProcessBuilder("kill", "-CONT", Long.toString(child.pid())).start();
    assertThat(resume.waitFor()).isZero();
    while (!child.status().isDone()) { // it may not have stopped before
      new ProcessBuilder("kill", "-CONT", Long.toString(child.pid())).start().waitFor();
    }
    assertThat(status(child)).isEqualTo(3);
  }

  /** Who starts vcg may ignore it, and the kernel then forgets children as soon as they end. */
  @Test
  void start_endsOfChildrenAreIgnored_statusIsKnownAllTheSame() throws Throwable {
    MethodHandle signal =
        Libc.call(
            "signal",
            FunctionDescriptor.of(
                ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG),
            -1);
    try (Arena arena = Arena.ofConfined()) {
      long _ = (long) signal.invokeExact(arena.allocate(Libc.STATE), 17, 1L); // SIGCHLD, SIG_IGN
    }

    assertThat(status(start(Way.BY_SPAWN, "/bin/sh", "-c", "exit 3"))).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void kill_program_statusIsTheSignalAndNothingIsLeft(Way way) throws Exception {
    Child child = start(way, "/bin/sleep", "1000");
    child.kill();

    assertThat(status(child)).isEqualTo(128 + 9);
    assertThat(Path.of("/proc/" + child.pid())).doesNotExist();
  }

  /** A daemon starts thousands, which live for months. */
  @Test
  void status_ofManyPrograms_isAwaitedByOneThread() throws Exception {
    List<Child> children = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      children.add(start(Way.BY_SPAWN, "/bin/sh", "-c", "exec >&2; exec sleep 1000"));
    }
    Set<String> own =
        children.stream().map(c -> "vcg-child-" + c.pid()).collect(Collectors.toSet());

    Eventually.holds(Duration.ofSeconds(20), () -> threads().stream().noneMatch(own::contains));
    assertThat(threads()).containsOnlyOnce("vcg-reaper");

    for (Child child : children) {
      child.kill();
      assertThat(status(child)).isEqualTo(128 + 9);
    }
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
  }

  /** Such as one that a shell had begun before it became Java. */
  @Test
  void status_childThatNobodyAsksAboutHasEnded_isKnownAllTheSame() throws Throwable {
    MethodHandle popen =
        Libc.call(
            "popen",
            FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.ADDRESS),
            -1);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment stream =
          (MemorySegment)
              popen.invokeExact(
                  arena.allocate(Libc.STATE), arena.allocateFrom("true"), arena.allocateFrom("r"));
      assertThat(stream.address()).isNotZero();
    }

    assertThat(status(start(Way.BY_SPAWN, "/bin/sh", "-c", "exit 3"))).isEqualTo(3);
    assertThat(status(start(Way.BY_SPAWN, "/bin/sh", "-c", "exit 4"))).isEqualTo(4);
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void start_manyWords_allArriveAsTheyAre(Way way) throws Exception {
    Child child = start(way, "/bin/sh", "-c", "printf '<%s>' \"$@\"", "sh", "", "a b", "ü$(x)\n'");

    assertThat(output(child)).isEqualTo("<><a b><ü$(x)\n'>");
  }

  @ParameterizedTest
  @EnumSource(value = Way.class, names = "BY_SPAWN")
  void start_noSuchProgram_saysSoAndLeavesNoThread(Way way) {
    assertThatIOException()
        .isThrownBy(() -> start(way, "/no/such/program"))
        .withMessage("cannot start /no/such/program: ENOENT");
    assertThatIOException()
        .isThrownBy(() -> start(way, "/bin/true", "x".repeat(200_000)))
        .withMessageContaining("E2BIG");
  }
}
