package vcg.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Hierarchy;

/**
 * Every write to any file of whole hierarchies, with the process that wrote it, by one mark for
 * each hierarchy. Needs CAP_SYS_ADMIN, and CAP_DAC_READ_SEARCH where {@link Kind#NAMED} is to be
 * had. What the kernel itself changes is not told. For one thread.
 */
final class Fanotify implements Flow.Events {
  private static final int INIT = 1 | 2; // FAN_CLOEXEC, FAN_NONBLOCK
  private static final int REPORT_DIRECTORY_AND_NAME = 0x400 | 0x800;
  private static final int ADD_FILE_SYSTEM = 1 | 0x100;
  private static final long MODIFY = 2;
  private static final long CREATE = 0x100;
  private static final long DELETE = 0x200;
  private static final long ON_DIRECTORY = 0x4000_0000;
  private static final long OVERFLOW = 0x4000;
  private static final byte DIRECTORY_AND_NAME = 2;

  // struct fanotify_event_metadata, then for Kind.NAMED struct fanotify_event_info_fid
  private static final int MASK_AT = 8;
  private static final int FD_AT = 16;
  private static final int PID_AT = 20;
  private static final int METADATA_BYTES = 24;
  private static final int TREE_AT = METADATA_BYTES + 4;
  private static final int HANDLE_AT = TREE_AT + 8;
  private static final int HANDLE_BYTES_AT = HANDLE_AT + 8;

  private static final int STATFS_BYTES = 120;
  private static final int STATFS_TREE_AT = 56;
  private static final int BUFFER_BYTES = 1 << 16;

  /** Each of the events of {@link Kind#OPENED} takes a descriptor until it was looked at. */
  private static final int OPENED_BUFFER_BYTES = 64 * METADATA_BYTES;

  /** How a kernel tells of a write. */
  enum Kind {
    /** The directory and the name of the file; also of directories made and removed. */
    NAMED,
    /** The file, opened: all that Linux 6.1 can do for cgroups. */
    OPENED
  }

  /** Who is told; must not block. */
  interface Listener {
    /**
     * Another process wrote to a file.
     *
     * @param pid 0: a process that this one cannot see
     */
    void written(CgroupPath cgroup, String file, int pid);

    /** Another process made or removed a directory in this one. */
    void rearranged(CgroupPath cgroup, String name, int pid);
  }

  private final Kind kind;
  private final int own = (int) ProcessHandle.current().pid();
  private final Listener listener;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment state = arena.allocate(Libc.STATE);
  private final MemorySegment buffer = arena.allocate(BUFFER_BYTES, 8);
  private final MemorySegment link = arena.allocate(4096);
  private final NativeText path = new NativeText(arena);
  private final int group;

  /** The hierarchies by what the kernel calls their file systems in events. */
  private final Map<Long, Marked> trees = new HashMap<>();

  /**
   * A hierarchy with a mark.
   *
   * @param descriptor of its mount point
   */
  private record Marked(Hierarchy hierarchy, int descriptor) {}

  private Fanotify(Kind kind, Listener listener) throws IOException {
    this.kind = kind;
    this.listener = listener;
    int flags = kind == Kind.NAMED ? INIT | REPORT_DIRECTORY_AND_NAME : INIT;
    group = WatchCalls.fanotifyInit(state, flags, Libc.O_CLOEXEC);
    if (group < 0) {
      arena.close();
      throw new IOException("fanotify: " + Errno.name(-group));
    }
  }

  /**
   * Opens a group without a mark.
   *
   * @throws IOException the kernel has no such group, or not for us
   */
  static Fanotify open(Kind kind, Listener listener) throws IOException {
    return new Fanotify(kind, listener);
  }

  @Override
  public int descriptor() {
    return group;
  }

  /** Whether some hierarchy has a mark. */
  boolean marksSome() {
    return !trees.isEmpty();
  }

  /** Sets the mark of a hierarchy; empty: done, otherwise the error's name. */
  Optional<String> mark(Hierarchy hierarchy) {
    path.set(hierarchy.mount());
    // read-only: by a descriptor of a path alone no handle is opened
    int directory = Libc.openat(state, Libc.AT_FDCWD, path.segment(), Libc.O_CLOEXEC);
    if (directory < 0) {
      return Optional.of(Errno.name(-directory));
    }
    long mask = kind == Kind.NAMED ? MODIFY | CREATE | DELETE | ON_DIRECTORY : MODIFY;
    MemorySegment facts = arena.allocate(STATFS_BYTES, 8);
    int failed = WatchCalls.statfs(state, path.segment(), facts);
    if (failed >= 0) {
      failed = WatchCalls.fanotifyMark(state, group, ADD_FILE_SYSTEM, mask, path.segment());
    }
    if (failed >= 0 && kind == Kind.NAMED) {
      failed = mayOpenByHandle(directory);
    }
    if (failed < 0) {
      Libc.close(state, directory);
      return Optional.of(Errno.name(-failed));
    }
    long tree = facts.get(ValueLayout.JAVA_LONG_UNALIGNED, STATFS_TREE_AT);
    // opened files say by their path where they are: the number is of no use
    trees.put(kind == Kind.NAMED ? tree : trees.size(), new Marked(hierarchy, directory));
    return Optional.empty();
  }

  /** Negative when handles cannot be opened at all; this one is of no file. */
  private int mayOpenByHandle(int directory) {
    MemorySegment handle = arena.allocate(16, 8);
    handle.set(ValueLayout.JAVA_INT, 0, Long.BYTES);
    handle.set(ValueLayout.JAVA_INT, 4, 0xfe); // FILEID_KERNFS
    int fd = WatchCalls.openByHandle(state, directory, handle, Libc.O_PATH | Libc.O_CLOEXEC);
    if (fd >= 0) {
      Libc.close(state, fd);
      return 0;
    }
    return fd == -Errno.ESTALE.number() ? 0 : fd;
  }

  @Override
  public int read(boolean tell) {
    long most = kind == Kind.NAMED ? BUFFER_BYTES : OPENED_BUFFER_BYTES;
    long length = Libc.read(state, group, buffer, most);
    if (length < 0) {
      return unread((int) -length);
    }
    int others = 0;
    boolean lost = false;
    for (long at = 0; at < length; ) {
      int bytes = buffer.get(ValueLayout.JAVA_INT, at);
      lost |= (buffer.get(ValueLayout.JAVA_LONG_UNALIGNED, at + MASK_AT) & OVERFLOW) != 0;
      if (event(buffer.asSlice(at, bytes), tell)) {
        others++;
      }
      at += bytes;
    }
    return lost ? Flow.LOST : others;
  }

  /**
   * The kernel could not open a file. One that nobody may read, or that is gone, holds no value;
   * too few descriptors are another matter.
   */
  private int unread(int error) {
    return switch (Errno.name(error)) {
      case "EAGAIN", "EINTR" -> -1;
      case "EMFILE", "ENFILE", "ENOMEM" -> Flow.LOST;
      default -> 0;
    };
  }

  /** Tells of one event; false: it is of this very process. */
  private boolean event(MemorySegment event, boolean tell) {
    int fd = event.get(ValueLayout.JAVA_INT, FD_AT);
    int pid = event.get(ValueLayout.JAVA_INT, PID_AT);
    boolean ours = pid == own;
    if (fd >= 0) {
      if (tell && !ours) {
        opened(fd, pid);
      }
      Libc.close(state, fd);
    } else if (tell
        && !ours
        && event.byteSize() > HANDLE_BYTES_AT
        && event.get(ValueLayout.JAVA_BYTE, METADATA_BYTES) == DIRECTORY_AND_NAME) {
      named(event, pid);
    }
    return !ours;
  }

  private void named(MemorySegment event, int pid) {
    Marked tree = trees.get(event.get(ValueLayout.JAVA_LONG_UNALIGNED, TREE_AT));
    int handleBytes = event.get(ValueLayout.JAVA_INT, HANDLE_AT);
    String name = event.getString(HANDLE_BYTES_AT + handleBytes, StandardCharsets.UTF_8);
    boolean directory = (event.get(ValueLayout.JAVA_LONG_UNALIGNED, MASK_AT) & ON_DIRECTORY) != 0;
    if (tree == null || (!directory && !WatchedFiles.matters(name))) {
      return;
    }
    int fd =
        WatchCalls.openByHandle(
            state, tree.descriptor(), event.asSlice(HANDLE_AT), Libc.O_PATH | Libc.O_CLOEXEC);
    if (fd < 0) { // removed in the meantime
      return;
    }
    Optional<String> at = pathOf(fd);
    Libc.close(state, fd);
    Optional<CgroupPath> cgroup = at.flatMap(p -> below(tree.hierarchy(), p));
    if (directory) {
      cgroup.ifPresent(c -> listener.rearranged(c, name, pid));
    } else {
      cgroup.ifPresent(c -> listener.written(c, name, pid));
    }
  }

  private void opened(int fd, int pid) {
    String at = pathOf(fd).orElse("");
    int slash = at.lastIndexOf('/');
    String name = at.substring(slash + 1);
    if (slash <= 0 || !WatchedFiles.matters(name)) {
      return;
    }
    for (Marked tree : trees.values()) {
      Optional<CgroupPath> cgroup = below(tree.hierarchy(), at.substring(0, slash));
      if (cgroup.isPresent()) {
        listener.written(cgroup.get(), name, pid);
        return;
      }
    }
  }

  /** Where an open file lies; empty: nowhere that can be told. */
  private Optional<String> pathOf(int fd) {
    path.set("/proc/self/fd/" + fd);
    long length = WatchCalls.readlink(state, path.segment(), link);
    return length <= 0 || length == link.byteSize()
        ? Optional.empty()
        : Optional.of(
            StandardCharsets.UTF_8.decode(link.asSlice(0, length).asByteBuffer()).toString());
  }

  private static Optional<CgroupPath> below(Hierarchy hierarchy, String path) {
    String mount = hierarchy.mount();
    if (path.equals(mount)) {
      return Optional.of(new CgroupPath(hierarchy.name(), "/"));
    }
    return path.startsWith(mount + "/")
        ? Optional.of(new CgroupPath(hierarchy.name(), path.substring(mount.length())))
        : Optional.empty();
  }

  @Override
  public void close() {
    Libc.close(state, group);
    trees.values().forEach(tree -> Libc.close(state, tree.descriptor()));
    arena.close();
  }
}
