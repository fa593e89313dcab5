package vcg.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import vcg.cgroup.CgroupException;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.DeviceProgram;

/** {@code bpf(2)} on one cgroup directory that is held open. For one thread, for a short time. */
final class Bpf implements AutoCloseable {
  /** The operation of {@link #attached}. */
  static final String LISTING = "list device programs of";

  private static final int PROG_LOAD = 5;
  private static final int PROG_ATTACH = 8;
  private static final int PROG_DETACH = 9;
  private static final int PROG_GET_FD_BY_ID = 13;
  private static final int OBJ_GET_INFO_BY_FD = 15;
  private static final int PROG_QUERY = 16;

  private static final int PROG_TYPE_CGROUP_DEVICE = 15;
  private static final int CGROUP_DEVICE = 6;
  private static final int ALLOW_MULTI = 2;
  private static final int REPLACE = 4;

  /**
   * More than any kernel knows of {@code union bpf_attr}, the rest zero. Linux 6.17 to 7.1 write
   * behind a shorter one.
   */
  private static final int ATTR_BYTES = 256;

  /** The kernel attaches no more programs to one directory. */
  private static final int MOST_PROGRAMS = 64;

  /** {@code struct bpf_prog_info} up to the end of the name. */
  private static final int INFO_BYTES = 80;

  private static final int INFO_ID_AT = 4;
  private static final int INFO_NAME_AT = 64;
  private static final int NAME_BYTES = 16;
  private static final int LOAD_NAME_AT = 48;

  /** A signal makes the kernel give up its check of a program; libbpf asks as often. */
  private static final int LOAD_TRIES = 5;

  private final Arena arena = Arena.ofConfined();
  private final MemorySegment state = arena.allocate(Libc.STATE);
  private final MemorySegment attr = arena.allocate(ATTR_BYTES, Long.BYTES);
  private final long number;
  private final CgroupPath cgroup;
  private final int directory;

  private Bpf(long number, CgroupPath cgroup, String path) {
    this.number = number;
    this.cgroup = cgroup;
    this.directory = Libc.openat(state, Libc.AT_FDCWD, arena.allocateFrom(path), Libc.O_CLOEXEC);
  }

  /**
   * Opens a directory.
   *
   * @param operation what for; what fails here is told as a failure of that
   * @throws CgroupException it is not there
   * @throws IOException Java may not make system calls here, or the number of this one is unknown
   */
  static Bpf open(CgroupPath cgroup, String path, String operation) throws IOException {
    if (!CgroupFiles.foreignCalls()) {
      throw new IOException(
          "cannot use device programs: Java may not make system calls; start it with"
              + " --enable-native-access=ALL-UNNAMED");
    }
    Bpf bpf = new Bpf(number(System.getProperty("os.arch")), cgroup, path);
    if (bpf.directory < 0) {
      bpf.arena.close();
      throw CgroupException.deviceProgram(operation, cgroup, Errno.name(-bpf.directory));
    }
    return bpf;
  }

  private static long number(String architecture) throws IOException {
    return switch (architecture) {
      case "amd64" -> 321;
      case "aarch64" -> 280;
      default ->
          throw new IOException(
              "cannot use device programs: the number of bpf(2) on "
                  + architecture
                  + " is not known");
    };
  }

  /** A program that the kernel has, held as long as this is open. */
  final class Program implements AutoCloseable {
    private final int fd;
    private final DeviceProgram identity;

    private Program(int fd, DeviceProgram identity) {
      this.fd = fd;
      this.identity = identity;
    }

    DeviceProgram identity() {
      return identity;
    }

    @Override
    public void close() {
      Libc.close(state, fd);
    }
  }

  /** The numbers of the programs attached to the directory, in the kernel's order. */
  List<Integer> attached() throws CgroupException {
    MemorySegment ids = arena.allocate(MOST_PROGRAMS * Integer.BYTES, Integer.BYTES);
    attr.fill((byte) 0);
    setInt(0, directory);
    setInt(4, CGROUP_DEVICE);
    setLong(16, ids.address());
    setInt(24, MOST_PROGRAMS);
    call(PROG_QUERY, LISTING);
    int count = attr.get(ValueLayout.JAVA_INT, 24);
    return Arrays.stream(ids.toArray(ValueLayout.JAVA_INT)).limit(count).boxed().toList();
  }

  /** Takes hold of a program; empty: there is none of that number any more. */
  Optional<Program> program(int id) throws CgroupException {
    attr.fill((byte) 0);
    setInt(0, id);
    String operation = "look at device program " + id + " of";
    int fd = call(PROG_GET_FD_BY_ID);
    return fd == -Errno.ENOENT.number()
        ? Optional.empty()
        : Optional.of(held(checked(fd, operation), operation));
  }

  /** Gives the kernel a new program, which is attached nowhere yet. */
  Program load(String name, List<BpfInstruction> text) throws CgroupException {
    long[] instructions = text.stream().mapToLong(BpfInstruction::encoded).toArray();
    attr.fill((byte) 0);
    setInt(0, PROG_TYPE_CGROUP_DEVICE);
    setInt(4, instructions.length);
    setLong(8, arena.allocateFrom(ValueLayout.JAVA_LONG, instructions).address());
    // the licence counts only for programs that call functions of the kernel
    setLong(16, arena.allocateFrom("none").address());
    byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
    MemorySegment.copy(bytes, 0, attr, ValueLayout.JAVA_BYTE, LOAD_NAME_AT, bytes.length);
    String operation = "load device program " + name + " for";
    int fd = -Errno.EAGAIN.number();
    for (int tries = 0; tries < LOAD_TRIES && fd == -Errno.EAGAIN.number(); tries++) {
      fd = call(PROG_LOAD);
    }
    return held(checked(fd, operation), operation);
  }

  private Program held(int fd, String operation) throws CgroupException {
    MemorySegment facts = arena.allocate(INFO_BYTES, Long.BYTES);
    attr.fill((byte) 0);
    setInt(0, fd);
    setInt(4, INFO_BYTES);
    setLong(8, facts.address());
    int told = call(OBJ_GET_INFO_BY_FD);
    if (told < 0) {
      Libc.close(state, fd);
    }
    checked(told, operation);
    int id = facts.get(ValueLayout.JAVA_INT, INFO_ID_AT);
    String name = facts.asSlice(INFO_NAME_AT, NAME_BYTES).getString(0);
    return new Program(fd, new DeviceProgram(id, name));
  }

  /** Attaches a program beside those that are there. */
  void attach(Program program) throws CgroupException {
    describe(program, ALLOW_MULTI);
    call(PROG_ATTACH, "attach " + text(program) + " to");
  }

  /** Puts a program into the place of another, in one step. */
  void replace(Program old, Program program) throws CgroupException {
    describe(program, ALLOW_MULTI | REPLACE);
    setInt(16, old.fd);
    call(PROG_ATTACH, "replace " + text(old) + " by " + program.identity.name() + " in");
  }

  /** Takes a program away from the directory. */
  void detach(Program program) throws CgroupException {
    describe(program, 0);
    call(PROG_DETACH, "detach " + text(program) + " from");
  }

  private void describe(Program program, int flags) {
    attr.fill((byte) 0);
    setInt(0, directory);
    setInt(4, program.fd);
    setInt(8, CGROUP_DEVICE);
    setInt(12, flags);
  }

  private static String text(Program program) {
    return "device program " + program.identity.name();
  }

  private void setInt(long offset, int value) {
    attr.set(ValueLayout.JAVA_INT, offset, value);
  }

  private void setLong(long offset, long value) {
    attr.set(ValueLayout.JAVA_LONG, offset, value);
  }

  private void call(int command, String operation) throws CgroupException {
    checked(call(command), operation);
  }

  private int call(int command) {
    return (int) Libc.syscall(state, number, command, attr.address(), ATTR_BYTES, 0);
  }

  private int checked(int result, String operation) throws CgroupException {
    if (result < 0) {
      throw CgroupException.deviceProgram(operation, cgroup, Errno.name(-result));
    }
    return result;
  }

  @Override
  public void close() {
    Libc.close(state, directory);
    arena.close();
  }
}
