package vcg.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Hierarchy;

/** What cgroups do seldom, and never when asked: here a pipe stands for one of its files. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ForeignCgroupFsTest {
  private static final int PIPE = 65_536;
  private static final CgroupPath WEB = new CgroupPath("cpu", "/web");

  @TempDir Path mount = Path.of("/");

  @Test
  void write_takesLong_nobodyElseWaits() throws Exception {
    Path pipe = Files.createDirectory(mount.resolve("web")).resolve("slow");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Files.writeString(mount.resolve("web/cpu.shares"), "1024\n");
    ForeignCgroupFs fs =
        new ForeignCgroupFs(List.of(new Hierarchy("cpu", Hierarchy.Version.V1, mount.toString())));

    try (RandomAccessFile reader = new RandomAccessFile(pipe.toFile(), "rw")) {
      reader.write(new byte[PIPE]); // it takes no more
      FutureTask<Boolean> slow =
          new FutureTask<>(() -> {
            fs.write(WEB, "slow", "1");
            return true;
          });
      Thread.ofPlatform().daemon().start(slow);
      while (opened(pipe.toRealPath()) < 2) {
        Thread.onSpinWait();
      }

      assertThat(fs.read(WEB, "cpu.shares")).contains("1024");
      assertThat(slow.isDone()).isFalse();

      reader.readFully(new byte[PIPE]);
      assertThat(slow.get()).isTrue();
    } finally {
      fs.close();
    }
  }

  private static long opened(Path file) throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      return all.filter(fd -> leadsTo(fd, file)).count();
    }
  }

  private static boolean leadsTo(Path link, Path file) {
    try {
      return Files.readSymbolicLink(link).equals(file);
    } catch (IOException _) { // closed meanwhile
      return false;
    }
  }
}
