package vcg.linux;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import vcg.cgroup.CgroupException;
import vcg.cgroup.CgroupFs;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Hierarchy;

/**
 * The cgroup file system by plain Java, for hosts where system calls are not to be had. Takes about
 * half as long again.
 */
final class PlainCgroupFs implements CgroupFs {
  private final Map<String, String> mounts = new HashMap<>();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(4096);
  private final byte[] bytes = new byte[4096];

  PlainCgroupFs(Collection<Hierarchy> hierarchies) {
    hierarchies.forEach(h -> mounts.put(h.name(), h.mount()));
  }

  @Override
  public synchronized Optional<String> read(CgroupPath cgroup, String file) throws IOException {
    Optional<Path> path = path(cgroup);
    if (path.isEmpty()) {
      return Optional.empty();
    }
    try (FileChannel channel = FileChannel.open(path.get().resolve(file), READ)) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      for (int length; (length = channel.read(buffer.clear())) > 0; ) {
        buffer.flip().get(bytes, 0, length);
        all.write(bytes, 0, length);
      }
      String text = all.toString(StandardCharsets.UTF_8);
      return Optional.of(text.endsWith("\n") ? text.substring(0, text.length() - 1) : text);
    } catch (NoSuchFileException _) { // the answer to the question, not a failure
      return Optional.empty();
    } catch (IOException e) {
      throw CgroupException.reading(cgroup, file, Errno.name(e));
    }
  }

  @Override
  public void write(CgroupPath cgroup, String file, String value) throws IOException {
    // nothing at all would never reach the kernel
    ByteBuffer content = StandardCharsets.UTF_8.encode(value.isEmpty() ? "\n" : value);
    Path path =
        path(cgroup).orElseThrow(() -> CgroupException.writing(cgroup, file, value, "ENOENT"));
    int length = content.remaining();
    int written;
    try (FileChannel channel = FileChannel.open(path.resolve(file), WRITE)) {
      written = channel.write(content);
    } catch (IOException e) {
      throw CgroupException.writing(cgroup, file, value, Errno.name(e));
    }
    if (written != length) {
      throw CgroupException.writing(cgroup, file, value, "only " + written + " bytes taken");
    }
  }

  @Override
  public boolean create(CgroupPath cgroup) throws IOException {
    Path path = path(cgroup).orElseThrow(() -> CgroupException.creating(cgroup, "ENOENT"));
    try {
      Files.createDirectory(path);
      return true;
    } catch (FileAlreadyExistsException e) {
      if (exists(cgroup)) {
        return false;
      }
      throw CgroupException.creating(cgroup, Errno.name(e));
    } catch (IOException e) {
      throw CgroupException.creating(cgroup, Errno.name(e));
    }
  }

  @Override
  public boolean remove(CgroupPath cgroup) throws IOException {
    return Removal.remove(this, cgroup, () -> rmdir(cgroup));
  }

  private boolean rmdir(CgroupPath cgroup) throws CgroupException {
    try {
      Optional<Path> path = path(cgroup);
      return path.isPresent() && Files.deleteIfExists(path.get());
    } catch (IOException e) {
      throw CgroupException.removing(cgroup, Errno.name(e));
    }
  }

  @Override
  public boolean exists(CgroupPath cgroup) {
    return path(cgroup).filter(p -> Files.isDirectory(p, LinkOption.NOFOLLOW_LINKS)).isPresent();
  }

  @Override
  public List<String> children(CgroupPath cgroup) throws IOException {
    return entries(cgroup, true);
  }

  @Override
  public List<String> files(CgroupPath cgroup) throws IOException {
    return entries(cgroup, false);
  }

  private List<String> entries(CgroupPath cgroup, boolean directories) throws IOException {
    Optional<Path> path = path(cgroup);
    if (path.isEmpty()) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(path.get())) {
      return entries
          .filter(e -> Files.isDirectory(e, LinkOption.NOFOLLOW_LINKS) == directories)
          .map(e -> e.getFileName().toString())
          .toList();
    } catch (NoSuchFileException | NotDirectoryException _) { // no directory has no entries
      return List.of();
    } catch (IOException e) {
      throw CgroupException.listing(cgroup, Errno.name(e));
    }
  }

  private Optional<Path> path(CgroupPath cgroup) {
    return Optional.ofNullable(mounts.get(cgroup.hierarchy()))
        .map(mount -> Path.of(mount + cgroup.path()));
  }
}
