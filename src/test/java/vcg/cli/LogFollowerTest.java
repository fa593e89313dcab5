package vcg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A file that grows, is cut and is exchanged, as logs are; waiting ends by an event, or never. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class LogFollowerTest {
  @TempDir private Path home;

  @Test
  void next_fileGrows_givesWhatWasAdded() throws Exception {
    Path file = Files.writeString(home.resolve("log"), "one\n");

    try (LogFollower log = LogFollower.of(file)) {
      String first = text(log.next());
      String nothing = text(log.next());
      Files.writeString(file, "two\n", StandardOpenOption.APPEND);

      assertThat(first).isEqualTo("one\n");
      assertThat(nothing).isEmpty();
      assertThat(await(log, 4)).isEqualTo("two\n");
    }
  }

  @Test
  void next_fileIsCut_goesOnAtItsBeginning() throws Exception {
    Path file = Files.writeString(home.resolve("log"), "a long line\n");

    try (LogFollower log = LogFollower.of(file)) {
      log.next();
      Files.writeString(file, "", StandardOpenOption.TRUNCATE_EXISTING);
      log.next();
      Files.writeString(file, "new\n", StandardOpenOption.APPEND);

      assertThat(await(log, 4)).isEqualTo("new\n");
    }
  }

  @Test
  void next_fileIsExchanged_givesTheRestOfTheOldOneFirst() throws Exception {
    Path file = Files.writeString(home.resolve("log"), "");

    try (LogFollower log = LogFollower.of(file)) {
      log.next();
      Files.writeString(file, "last words\n", StandardOpenOption.APPEND);
      Files.delete(file);
      Files.writeString(file, "first words\n");

      assertThat(await(log, 23)).isEqualTo("last words\nfirst words\n");
    }
  }

  @Test
  void next_directoryComesLater_isFound() throws Exception {
    Path file = home.resolve("state/log/web.qemu.log");

    try (LogFollower log = LogFollower.of(file)) {
      String nothing = text(log.next());
      Files.createDirectories(file.getParent());
      Files.writeString(file, "up\n");

      assertThat(nothing).isEmpty();
      assertThat(await(log, 3)).isEqualTo("up\n");
    }
  }

  /** What comes until there are so many bytes. */
  private static String await(LogFollower log, int bytes) throws IOException, InterruptedException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    while (all.size() < bytes) {
      byte[] more = log.next();
      if (more.length == 0) {
        log.await();
      }
      all.write(more);
    }
    return text(all.toByteArray());
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
