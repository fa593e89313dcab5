package vcg.linux;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.foreign.ValueLayout.OfInt;
import java.lang.foreign.ValueLayout.OfLong;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Starts programs by {@code posix_spawn}, which needs no program in between that closes files and
 * makes a session; Java's own way takes twice as long.
 */
final class Spawn {
  private static final OfInt INT = ValueLayout.JAVA_INT;
  private static final OfLong WORD = ValueLayout.JAVA_LONG;
  private static final AddressLayout POINTER = ValueLayout.ADDRESS;

  /** More than {@code posix_spawnattr_t}, its file actions or {@code sigset_t} in any C library. */
  private static final long ROOM = 512;

  private static final int O_RDONLY = 0;
  private static final int O_APPEND = 0x400;
  private static final int SETSIGMASK = 0x08; // POSIX_SPAWN_...
  private static final int SETSID = 0x80;
  private static final int SIGCHLD = 17;
  private static final int SIG_DFL = 0;
  private static final int STDIN = 0;
  private static final int STDOUT = 1;
  private static final int STDERR = 2;

  private static final String CLOSE_FROM = "posix_spawn_file_actions_addclosefrom_np";
  private static final Function SPAWN = new Function("posix_spawn");
  private static final Function INIT_FILES = new Function("posix_spawn_file_actions_init");
  private static final Function END_FILES = new Function("posix_spawn_file_actions_destroy");
  private static final Function ADD_OPEN = new Function("posix_spawn_file_actions_addopen");
  private static final Function ADD_DUP = new Function("posix_spawn_file_actions_adddup2");
  private static final Function ADD_CLOSE_FROM = new Function(CLOSE_FROM);
  private static final Function INIT_ATTRIBUTES = new Function("posix_spawnattr_init");
  private static final Function END_ATTRIBUTES = new Function("posix_spawnattr_destroy");
  private static final Function SET_FLAGS = new Function("posix_spawnattr_setflags");
  private static final Function SET_MASK = new Function("posix_spawnattr_setsigmask");
  private static final Function PIPE = new Function("pipe2");
  private static final Function SIGNAL = new Function("signal");

  private Spawn() {}

  /**
   * A function of up to six numbers and addresses, each in a register of its own. All have one
   * shape, as Java takes milliseconds for the first of each.
   */
  record Function(MethodHandle handle) {
    Function(String name) {
      this(Libc.call(name, FunctionDescriptor.of(INT, WORD, WORD, WORD, WORD, WORD, WORD), -1));
    }

    int call(MemorySegment state, long a, long b, long c, long d, long e, long f) {
      try {
        return (int) handle.invokeExact(state, a, b, c, d, e, f);
      } catch (Throwable t) { // what invokeExact declares
        throw new AssertionError(t);
      }
    }

    int call(MemorySegment state, long a, long b, long c) {
      return call(state, a, b, c, 0, 0, 0);
    }
  }

  /** Whether the C library has all of it, as that of GNU has since 2.34. */
  static boolean isThere() {
    return Linker.nativeLinker().defaultLookup().find(CLOSE_FROM).isPresent();
  }

  /** As {@link Child#start}. */
  static Child start(List<String> words, Path log) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(Libc.STATE);
      // as Java does: where these are ignored the kernel forgets how a child ended
      SIGNAL.call(state, SIGCHLD, SIG_DFL, 0);
      MemorySegment ends = arena.allocate(INT, 2);
      int piped = PIPE.call(state, ends.address(), Libc.O_CLOEXEC, 0);
      expect("pipe2", (int) -Libc.result(piped, state));
      int reads = ends.getAtIndex(INT, 0);
      int writes = ends.getAtIndex(INT, 1);
      boolean started = false;
      try {
        long pid = spawn(arena, state, words, log, writes);
        started = true;
        return Child.of(pid, output -> read(reads, output), Reaper.SHARED.status(pid));
      } finally {
        Libc.close(state, writes);
        if (!started) {
          Libc.close(state, reads);
        }
      }
    }
  }

  private static long spawn(
      Arena arena, MemorySegment state, List<String> words, Path log, int output)
      throws IOException {
    long files = arena.allocate(ROOM, Long.BYTES).address();
    long attributes = arena.allocate(ROOM, Long.BYTES).address();
    long blocked = arena.allocate(ROOM, Long.BYTES).address(); // none; Java blocks some of its own
    long noVariables = arena.allocate(POINTER).address();
    MemorySegment pid = arena.allocate(INT);
    String program = words.getFirst();
    expect(program, INIT_FILES.call(state, files, 0, 0));
    expect(program, INIT_ATTRIBUTES.call(state, attributes, 0, 0));
    try {
      long empty = string(arena, "/dev/null");
      expect(program, ADD_OPEN.call(state, files, STDIN, empty, O_RDONLY, 0, 0));
      expect(program, ADD_DUP.call(state, files, output, STDOUT));
      long errors = string(arena, log.toString());
      expect(program, ADD_OPEN.call(state, files, STDERR, errors, Libc.O_WRONLY | O_APPEND, 0, 0));
      expect(program, ADD_CLOSE_FROM.call(state, files, STDERR + 1, 0));
      expect(program, SET_MASK.call(state, attributes, blocked, 0));
      expect(program, SET_FLAGS.call(state, attributes, SETSIGMASK | SETSID, 0));
      expect(
          program,
          SPAWN.call(
              state,
              pid.address(),
              string(arena, program),
              files,
              attributes,
              strings(arena, words),
              noVariables));
      return pid.get(INT, 0);
    } finally {
      END_FILES.call(state, files, 0, 0);
      END_ATTRIBUTES.call(state, attributes, 0, 0);
    }
  }

  /** These functions return error numbers instead of leaving them. */
  private static void expect(String what, int error) throws IOException {
    if (error != 0) {
      throw new IOException("cannot start " + what + ": " + Errno.name(error));
    }
  }

  private static long string(Arena arena, String text) {
    return arena.allocateFrom(text).address();
  }

  /** An array of addresses of strings, the last of them null. */
  private static long strings(Arena arena, List<String> words) {
    MemorySegment array = arena.allocate(POINTER, words.size() + 1L);
    for (int i = 0; i < words.size(); i++) {
      array.setAtIndex(POINTER, i, arena.allocateFrom(words.get(i)));
    }
    return array.address();
  }

  private static void read(int fd, CompletableFuture<byte[]> output) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(Libc.STATE);
      try {
        output.complete(readAll(arena, state, fd));
      } catch (IOException e) {
        output.completeExceptionally(e);
      } finally {
        Libc.close(state, fd);
      }
    }
  }

  private static byte[] readAll(Arena arena, MemorySegment state, int fd) throws IOException {
    MemorySegment buffer = arena.allocate(1024);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    while (true) {
      long read = Libc.read(state, fd, buffer, buffer.byteSize());
      if (read == 0) {
        return all.toByteArray();
      }
      if (read > 0) {
        all.writeBytes(buffer.asSlice(0, read).toArray(ValueLayout.JAVA_BYTE));
      } else if (read != -Errno.EINTR.number()) {
        throw new IOException(Errno.name((int) -read));
      }
    }
  }
}
