package vcg.linux;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Files in a directory tree that somebody else made, who may mean ill: symbolic links and {@code
 * ..} in it lead nowhere but into it, as if it were the root of all files.
 */
final class RootedFile {
  private static final long SYS_OPENAT2 = 437;
  private static final long RESOLVE_IN_ROOT = 0x10;
  private static final int O_NONBLOCK = 0x800;

  /** The size of {@code struct open_how}: flags, mode, resolve. */
  private static final long HOW_BYTES = 24;

  private RootedFile() {}

  /**
   * Reads a whole regular file.
   *
   * @param path in the tree, absolute
   * @throws IOException it is missing, something else, or longer than {@code most}
   */
  static byte[] read(String root, String path, long most) throws IOException {
    return with(
        root,
        path,
        O_NONBLOCK,
        opened -> { // a pipe would wait for a writer
          if (!Files.isRegularFile(opened)) {
            throw new IOException(path + " in " + root + " is not a regular file");
          }
          if (Files.size(opened) > most) {
            throw new IOException(path + " in " + root + " is longer than " + most + " bytes");
          }
          try (InputStream in = Files.newInputStream(opened)) {
            return in.readNBytes((int) most);
          }
        });
  }

  /**
   * Where a path leads in the tree, as a path of the host without symbolic links.
   *
   * @throws IOException nowhere
   */
  static Path resolve(String root, String path) throws IOException {
    return with(root, path, Libc.O_PATH, Files::readSymbolicLink);
  }

  private interface Use<T> {
    T of(Path opened) throws IOException;
  }

  private static <T> T with(String root, String path, int flags, Use<T> use) throws IOException {
    if (!CgroupFiles.foreignCalls()) {
      throw new IOException("Java may not call the C library, which " + path + " needs");
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(Libc.STATE);
      int tree = Libc.openat(state, Libc.AT_FDCWD, arena.allocateFrom(root), Libc.O_PATH);
      if (tree < 0) {
        throw new IOException("cannot open " + root + ": " + Errno.name(-tree));
      }
      try {
        int file = open(arena, state, tree, path, flags);
        if (file < 0) {
          throw new IOException("cannot open " + path + " in " + root + ": " + Errno.name(-file));
        }
        try {
          return use.of(Path.of("/proc/self/fd/" + file));
        } finally {
          Libc.close(state, file);
        }
      } finally {
        Libc.close(state, tree);
      }
    }
  }

  private static int open(Arena arena, MemorySegment state, int tree, String path, int flags) {
    MemorySegment how = arena.allocate(HOW_BYTES, 8);
    how.set(ValueLayout.JAVA_LONG, 0, flags | Libc.O_CLOEXEC);
    how.set(ValueLayout.JAVA_LONG, 16, RESOLVE_IN_ROOT);
    MemorySegment text = arena.allocateFrom(path);
    return (int) Libc.syscall(state, SYS_OPENAT2, tree, text.address(), how.address(), HOW_BYTES);
  }
}
