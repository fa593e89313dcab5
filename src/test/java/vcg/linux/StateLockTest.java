package vcg.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateLockTest {
  @TempDir Path directory = Path.of("/");

  /** Takes the lock in a process of its own and holds it until it is killed. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] args) throws Exception {
      try (StateLock _ = StateLock.acquire(Path.of(args[0]), "vcg apply")) {
        System.out.println("taken");
        while (System.in.read() >= 0) {
          System.out.flush();
        }
      }
    }
  }

  private Process holder() throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty(
                    "surefire.real.class.path", System.getProperty("java.class.path")),
                Holder.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(process.inputReader().readLine()).isEqualTo("taken");
    return process;
  }

  @Test
  void acquire_heldByAnother_namesItAndIsFreeWhenItDies() throws Exception {
    Process holder = holder();
    try {
      assertThatIOException()
          .isThrownBy(() -> StateLock.acquire(directory, "vcg plan"))
          .withMessage(
              "another vcg holds "
                  + directory.resolve("lock")
                  + ": pid "
                  + holder.pid()
                  + " (vcg apply)");
    } finally {
      holder.destroyForcibly().waitFor();
    }

    StateLock.acquire(directory, "vcg apply").close();
  }

  @Test
  void acquire_closed_isFreeAgain() throws IOException {
    StateLock.acquire(directory, "a").close();
    StateLock.acquire(directory, "b").close();
  }
}
