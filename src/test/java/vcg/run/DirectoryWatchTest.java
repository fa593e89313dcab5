package vcg.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class DirectoryWatchTest {
  private static final Optional<String> ALL = Optional.empty();

  @TempDir Path directory = Path.of("/");
  private final BlockingQueue<Optional<String>> changes = new LinkedBlockingQueue<>();

  private Optional<String> next() throws InterruptedException {
    return Optional.ofNullable(changes.poll(20, TimeUnit.SECONDS)).orElseThrow();
  }

  @Test
  void event_fileBesideBecomesADocument_tellsOfThatAtOnceAndOfAllLater()
      throws IOException, InterruptedException {
    try (DirectoryWatch _ = DirectoryWatch.open(directory, changes::add)) {
      assertThat(next()).isEqualTo(ALL); // it watches from here on

      Path beside = Files.writeString(directory.resolve("web.xml.new"), "<domain/>");
      Files.move(beside, directory.resolve("web.xml"), StandardCopyOption.ATOMIC_MOVE);

      Optional<String> document = Optional.of("web.xml");
      assertThat(next()).isEqualTo(document);
      Optional<String> last = next();
      while (last.equals(document)) {
        last = next();
      }
      assertThat(last).isEqualTo(ALL);
    }
  }

  @Test
  void event_linkBesideIsMade_isToldAtOnce() throws IOException, InterruptedException {
    try (DirectoryWatch _ = DirectoryWatch.open(directory, changes::add)) {
      assertThat(next()).isEqualTo(ALL);

      Files.createSymbolicLink(directory.resolve("..data"), Path.of("somewhere"));

      assertThat(next()).isEqualTo(Optional.of("..data"));
    }
  }
}
