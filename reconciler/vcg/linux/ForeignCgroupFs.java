package vcg.linux;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import vcg.cgroup.CgroupException;
import vcg.cgroup.CgroupFs;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Hierarchy;

/**
 * The cgroup file system by system calls, relative to the directory above the cgroup: as fast as
 * the same loop in C, but for a tenth or so. One thread at a time, except for what may take long:
 * to write, to make and to remove.
 */
final class ForeignCgroupFs implements CgroupFs, AutoCloseable {
  /** A page: what the kernel gives at once. */
  private static final int PAGE = 4096;

  /** The kernel stops short of a page only when the next line does not fit, or at the end. */
  private static final int SURELY_ALL = PAGE / 2;

  private static final int DIRECTORY_MODE = 0755;

  /**
   * Each directory inside would be one more: its "..". To list the files takes ten times longer.
   */
  private static final int LINKS_OF_CHILDLESS = 2;

  private static final int ENOENT = -Errno.ENOENT.number();

  /** Not one that can be closed: each call would have to lock each of its segments. */
  private final Arena arena = Arena.ofAuto();

  private final MemorySegment state = arena.allocate(Libc.STATE);
  private final NativeText path = new NativeText(arena);
  private final MemorySegment buffer = arena.allocate(PAGE);
  private final byte[] bytes = new byte[PAGE];
  private final Map<String, KeptDirectories.Tree> trees = new HashMap<>();
  private final KeptDirectories directories =
      new KeptDirectories(this::openDirectory, fd -> Libc.close(state, fd));

  ForeignCgroupFs(Collection<Hierarchy> hierarchies) {
    hierarchies.forEach(h -> trees.put(h.name(), new KeptDirectories.Tree(h.mount())));
  }

  @Override
  public synchronized Optional<String> read(CgroupPath cgroup, String file) throws IOException {
    int fd = open(cgroup, file, Libc.O_CLOEXEC);
    if (fd == ENOENT) {
      return Optional.empty();
    }
    if (fd < 0) {
      throw CgroupException.reading(cgroup, file, Errno.name(-fd));
    }
    try {
      int length = (int) Libc.read(state, fd, buffer, PAGE);
      if (length < 0) {
        // the directory went away between open and read
        if (length == -Errno.ENODEV.number()) {
          return Optional.empty();
        }
        throw CgroupException.reading(cgroup, file, Errno.name(-length));
      }
      return Optional.of(length < SURELY_ALL ? text(length) : longText(cgroup, file, fd, length));
    } finally {
      Libc.close(state, fd);
    }
  }

  private String text(int length) {
    MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, bytes, 0, length);
    int end = length > 0 && bytes[length - 1] == '\n' ? length - 1 : length;
    return new String(bytes, 0, end, StandardCharsets.UTF_8);
  }

  private String longText(CgroupPath cgroup, String file, int fd, int first) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream(4 * PAGE);
    for (int length = first; length != 0; ) {
      MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, bytes, 0, length);
      all.write(bytes, 0, length);
      length = (int) Libc.read(state, fd, buffer, PAGE);
      if (length < 0) {
        throw CgroupException.reading(cgroup, file, Errno.name(-length));
      }
    }
    String text = all.toString(StandardCharsets.UTF_8);
    return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
  }

  /** The kernel may take its time: with a memory limit, as long as it swaps out what is above. */
  @Override
  public void write(CgroupPath cgroup, String file, String value) throws IOException {
    int fd = openToWrite(cgroup, file);
    if (fd < 0) {
      throw CgroupException.writing(cgroup, file, value, Errno.name(-fd));
    }
    long written;
    long length;
    try (Arena own = Arena.ofConfined()) {
      MemorySegment error = own.allocate(Libc.STATE);
      try {
        // nothing at all would never reach the kernel
        MemorySegment text = own.allocateFrom(value.isEmpty() ? "\n" : value);
        length = text.byteSize() - 1;
        do {
          written = Libc.write(error, fd, text, length);
        } while (written == -Errno.EINTR.number());
      } finally {
        Libc.close(error, fd);
      }
    }
    if (written != length) {
      String why = written < 0 ? Errno.name((int) -written) : "only " + written + " bytes taken";
      throw CgroupException.writing(cgroup, file, value, why);
    }
  }

  private synchronized int openToWrite(CgroupPath cgroup, String file) {
    return open(cgroup, file, Libc.O_WRONLY | Libc.O_CLOEXEC);
  }

  @Override
  public boolean create(CgroupPath cgroup) throws IOException {
    int made = absolute(cgroup, (error, path) -> Libc.mkdir(error, path, DIRECTORY_MODE));
    if (made == 0) {
      return true;
    }
    if (made == -Errno.EEXIST.number() && exists(cgroup)) {
      return false;
    }
    throw CgroupException.creating(cgroup, Errno.name(-made));
  }

  @Override
  public boolean remove(CgroupPath cgroup) throws IOException {
    return Removal.remove(this, cgroup, () -> rmdir(cgroup));
  }

  /** The kernel waits until what others do with files of the directory is done. */
  private boolean rmdir(CgroupPath cgroup) throws CgroupException {
    if (cgroup.path().equals("/")) {
      throw CgroupException.removing(cgroup, "EBUSY");
    }
    int gone = absolute(cgroup, Libc::rmdir);
    if (gone < 0 && gone != ENOENT) {
      throw CgroupException.removing(cgroup, Errno.name(-gone));
    }
    forget(cgroup);
    return gone == 0;
  }

  private synchronized void forget(CgroupPath cgroup) {
    KeptDirectories.Tree tree = trees.get(cgroup.hierarchy());
    if (tree != null) {
      directories.forget(tree, cgroup.path());
    }
  }

  private interface Call {
    int of(MemorySegment error, MemorySegment path);
  }

  private int absolute(CgroupPath cgroup, Call call) {
    KeptDirectories.Tree tree = trees.get(cgroup.hierarchy());
    if (tree == null) {
      return ENOENT;
    }
    try (Arena own = Arena.ofConfined()) {
      return call.of(own.allocate(Libc.STATE), own.allocateFrom(tree.mount() + cgroup.path()));
    }
  }

  @Override
  public synchronized boolean exists(CgroupPath cgroup) throws IOException {
    // the slash: a file of that name does not count
    int there = relative(cgroup, ".", at -> Libc.faccessat(state, at, path.segment()));
    if (there < 0 && there != ENOENT && there != -Errno.ENOTDIR.number()) {
      throw CgroupException.listing(cgroup, Errno.name(-there));
    }
    return there == 0;
  }

  @Override
  public synchronized List<String> children(CgroupPath cgroup) throws IOException {
    int links = relative(cgroup, ".", at -> Libc.links(state, at, path.segment(), buffer));
    return links == ENOENT || links == LINKS_OF_CHILDLESS ? List.of() : entries(cgroup, true);
  }

  @Override
  public List<String> files(CgroupPath cgroup) throws IOException {
    return entries(cgroup, false);
  }

  private synchronized List<String> entries(CgroupPath cgroup, boolean wanted) throws IOException {
    int fd = open(cgroup, ".", Libc.O_CLOEXEC);
    if (fd == ENOENT) {
      return List.of();
    }
    if (fd < 0) {
      throw CgroupException.listing(cgroup, Errno.name(-fd));
    }
    List<String> names = new ArrayList<>();
    try {
      int length;
      while ((length = (int) Libc.getdents(state, fd, buffer, PAGE)) > 0) {
        MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, bytes, 0, length);
        DirectoryEntries.names(bytes, length, wanted, names::add);
      }
      if (length < 0 && length != ENOENT) {
        throw CgroupException.listing(cgroup, Errno.name(-length));
      }
    } finally {
      Libc.close(state, fd);
    }
    return names;
  }

  private int open(CgroupPath cgroup, String file, int flags) {
    return relative(cgroup, file, at -> Libc.openat(state, at, path.segment(), flags));
  }

  /**
   * Does something to a file of a cgroup. The directory above may have been removed and made again
   * since it was opened: whether there is really nothing only the whole path tells.
   */
  private int relative(CgroupPath cgroup, String file, IntUnaryOperator call) {
    KeptDirectories.Tree tree = trees.get(cgroup.hierarchy());
    if (tree == null) {
      return ENOENT;
    }
    String full = cgroup.path();
    int slash = full.lastIndexOf('/');
    int above = directories.above(tree, full, slash);
    if (above < 0) {
      return above;
    }
    path.set(full, slash + 1, file);
    int result = call.applyAsInt(above);
    if (result != ENOENT && result != -Errno.ESTALE.number()) {
      return result;
    }
    path.set(tree.mount() + full, 0, file);
    int now = call.applyAsInt(Libc.AT_FDCWD);
    if (now != result) {
      directories.forget(tree, full.substring(0, slash));
    }
    return now;
  }

  private int openDirectory(String absolute) {
    path.set(absolute);
    return Libc.openat(state, Libc.AT_FDCWD, path.segment(), Libc.O_PATH | Libc.O_CLOEXEC);
  }

  @Override
  public synchronized void close() {
    directories.closeAll();
  }
}
