package vcg.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The disks of this machine. */
final class Disks {
  private Disks() {}

  /** The number of some whole disk that is not scheduled by BFQ, such as {@code 254:0}. */
  static Optional<String> whole() throws IOException {
    try (Stream<Path> disks = Files.list(Path.of("/sys/block"))) {
      for (Path disk : disks.sorted().toList()) {
        Path scheduler = disk.resolve("queue/scheduler");
        boolean real = !disk.getFileName().toString().matches("(loop|zram|ram).*");
        if (real && Files.exists(scheduler) && !Files.readString(scheduler).contains("[bfq]")) {
          return Optional.of(Files.readString(disk.resolve("dev")).strip());
        }
      }
    }
    return Optional.empty();
  }
}
