package vcg.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import vcg.guest.Containers;
import vcg.guest.GuestFiles;
import vcg.model.Driver;
import vcg.model.GuestId;
import vcg.model.ProcessId;
import vcg.model.SharedSpace;

/** The notes of containers in their run directories, where only vcg and crun write. */
public final class RunFiles implements Containers {
  private static final long MOST_BYTES = 1 << 20;

  private final GuestFiles files;

  public RunFiles(GuestFiles files) {
    this.files = files;
  }

  @Override
  public Optional<Long> pid(GuestId guest) throws IOException {
    return text(files.pid(guest)).filter(t -> t.matches("[0-9]{1,10}")).map(Long::valueOf);
  }

  @Override
  public Optional<Integer> status(GuestId guest) throws IOException {
    return text(files.status(guest))
        .filter(t -> t.matches("[0-9]{1,3}\n"))
        .map(t -> Integer.valueOf(t.strip()));
  }

  @Override
  public Optional<String> config(GuestId guest) throws IOException {
    return text(files.config(guest));
  }

  private static Optional<String> text(Path file) throws IOException {
    try {
      return Optional.of(Files.readString(file));
    } catch (NoSuchFileException _) { // the answer: nothing is noted
      return Optional.empty();
    }
  }

  /**
   * Reads a line such as
   *
   * <pre>
   * build:x:1000:1000:Build,,,:/home/build:/bin/sh
   * wheel:x:10:root
   * </pre>
   */
  @Override
  public Optional<Long> number(String root, Names names, String name) throws IOException {
    byte[] bytes = RootedFile.read(root, names.file(), MOST_BYTES);
    return new String(bytes, StandardCharsets.UTF_8)
        .lines()
        .map(line -> line.split(":", -1))
        .filter(fields -> fields.length > 2 && fields[0].equals(name))
        .map(fields -> fields[2])
        .filter(digits -> digits.matches("[0-9]{1,10}"))
        .map(Long::valueOf)
        .findFirst();
  }

  @Override
  public String place(String root, String path) throws IOException {
    return RootedFile.resolve(root, path).toString();
  }

  @Override
  public String space(SharedSpace shared) throws IOException {
    if (shared.owner() == SharedSpace.Owner.NETNS) {
      Path path = Path.of("/run/netns", shared.value());
      if (!Files.exists(path)) {
        throw new IOException("there is no network \"" + shared.value() + "\": no " + path);
      }
      return path.toString();
    }
    if (shared.owner() == SharedSpace.Owner.NAME) {
      Optional<ProcessId> init = init(new GuestId(Driver.LXC, shared.value()));
      return space(shared, init.map(p -> Long.toString(p.pid())).orElse("none"))
          .orElseThrow(
              () -> new IOException("the container \"" + shared.value() + "\" does not run"))
          .toString();
    }
    return space(shared, shared.value())
        .orElseThrow(() -> new IOException("there is no process " + shared.value()))
        .toString();
  }

  private static Optional<Path> space(SharedSpace shared, String pid) {
    return Optional.of(Path.of("/proc", pid, "ns", shared.kind().file())).filter(Files::exists);
  }

  /** What is noted may be of one that has ended, whose number something else has now. */
  private Optional<ProcessId> init(GuestId container) throws IOException {
    Optional<Long> noted = pid(container);
    Optional<ProcessId> process = noted.isEmpty() ? Optional.empty() : ProcFiles.find(noted.get());
    return process.isPresent() && ProcFiles.isInit(process.get()) ? process : Optional.empty();
  }

  @Override
  public long capabilities() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("CapBnd:"))
        .mapToLong(line -> Long.parseUnsignedLong(line.substring("CapBnd:".length()).strip(), 16))
        .findFirst()
        .orElseThrow(() -> new IOException("/proc/self/status has no CapBnd"));
  }
}
