package vcg.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a host tells of its cgroups in other places than in them.
 *
 * @param systemd whether systemd manages the host, and with it the v2 tree
 * @param bfq whether the kernel has the BFQ scheduler at this moment
 * @param swapAccounting whether the kernel counts swap
 * @param delegated whether the manager of cgroups left a directory, and all below it, to others
 */
public record HostSigns(
    boolean systemd, boolean bfq, boolean swapAccounting, Predicate<Path> delegated) {

  static HostSigns read(Release kernel) throws IOException {
    return new HostSigns(
        Files.isDirectory(Path.of("/run/systemd/system")), // as sd_booted(3)
        Files.isDirectory(Path.of("/sys/module/bfq")) || isScheduler("bfq"),
        swapAccounting(kernel),
        DelegationMark::isOn);
  }

  /** A scheduler that is built in has no module; each disk lists those it could use. */
  private static boolean isScheduler(String name) throws IOException {
    try (DirectoryStream<Path> disks = Files.newDirectoryStream(Path.of("/sys/block"))) {
      for (Path disk : disks) {
        String text = Files.readString(disk.resolve("queue/scheduler"));
        if (List.of(text.strip().split("[\\[\\] ]+")).contains(name)) {
          return true;
        }
      }
      return false;
    } catch (NoSuchFileException _) { // a host without disks, or one that was just taken away
      return false;
    } catch (UncheckedIOException | java.nio.file.DirectoryIteratorException e) {
      throw new IOException("cannot list /sys/block", e);
    }
  }

  /** Whether memory.swap.max can be expected: since 6.1 the boot parameter means nothing. */
  private static boolean swapAccounting(Release kernel) throws IOException {
    boolean off =
        !kernel.has(6, 1) && Files.readString(Path.of("/proc/cmdline")).contains("swapaccount=0");
    return Files.exists(Path.of("/proc/swaps")) && !off;
  }
}
