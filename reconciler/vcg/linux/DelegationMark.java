package vcg.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;

/**
 * The extended attribute by which systemd says that it leaves a cgroup to others (Delegate=yes):
 * {@code trusted.delegate}, since 251 also {@code user.delegate}, with the value 1.
 */
final class DelegationMark {
  private static final String NAME = "delegate";
  private static final byte YES = '1';

  private DelegationMark() {}

  /** Whether a directory has it; one that cannot be asked has not. */
  static boolean isOn(Path directory) {
    return isOnForAll(directory) || (CgroupFiles.foreignCalls() && Trusted.isOn(directory));
  }

  private static boolean isOnForAll(Path directory) {
    UserDefinedFileAttributeView view =
        Files.getFileAttributeView(directory, UserDefinedFileAttributeView.class);
    ByteBuffer value = ByteBuffer.allocate(Long.BYTES);
    try {
      return view.read(NAME, value) == 1 && value.get(0) == YES;
    } catch (IOException _) { // no such attribute, or a kernel before 5.7 without any here
      return false;
    }
  }

  /** The one that only root sees, and that Java's own view does not show. */
  private static final class Trusted {
    private static final MethodHandle GETXATTR =
        Libc.call(
            "getxattr",
            FunctionDescriptor.of(
                ValueLayout.JAVA_LONG,
                ValueLayout.ADDRESS,
                ValueLayout.ADDRESS,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_LONG),
            -1);

    private Trusted() {}

    static boolean isOn(Path directory) {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment value = arena.allocate(Long.BYTES);
        long length =
            (long)
                GETXATTR.invokeExact(
                    arena.allocate(Libc.STATE),
                    arena.allocateFrom(directory.toString(), StandardCharsets.UTF_8),
                    arena.allocateFrom("trusted." + NAME, StandardCharsets.UTF_8),
                    value,
                    (long) Long.BYTES);
        return length == 1 && value.get(ValueLayout.JAVA_BYTE, 0) == YES;
      } catch (Throwable e) { // what invokeExact declares
        throw new AssertionError(e);
      }
    }
  }
}
