package vcg.linux;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.Objects;

/** The kernel's error numbers that cgroups and processes know, as on x86 and ARM. */
enum Errno {
  EPERM(1, "Operation not permitted"),
  ENOENT(2, "No such file or directory"),
  ESRCH(3, "No such process"),
  EINTR(4, "Interrupted system call"),
  EIO(5, "Input/output error"),
  E2BIG(7, "Argument list too long"),
  EBADF(9, "Bad file descriptor"),
  ECHILD(10, "No child processes"),
  EAGAIN(11, "Resource temporarily unavailable"),
  ENOMEM(12, "Cannot allocate memory"),
  EACCES(13, "Permission denied"),
  EBUSY(16, "Device or resource busy"),
  EEXIST(17, "File exists"),
  ENODEV(19, "No such device"),
  ENOTDIR(20, "Not a directory"),
  EISDIR(21, "Is a directory"),
  EINVAL(22, "Invalid argument"),
  ENFILE(23, "Too many open files in system"),
  EMFILE(24, "Too many open files"),
  ENOSPC(28, "No space left on device"),
  EROFS(30, "Read-only file system"),
  EPIPE(32, "Broken pipe"),
  ERANGE(34, "Numerical result out of range"),
  ENAMETOOLONG(36, "File name too long"),
  ENOSYS(38, "Function not implemented"),
  ENOTEMPTY(39, "Directory not empty"),
  ELOOP(40, "Too many levels of symbolic links"),
  ENODATA(61, "No data available"),
  EOVERFLOW(75, "Value too large for defined data type"),
  EOPNOTSUPP(95, "Operation not supported"),
  ECONNRESET(104, "Connection reset by peer"),
  ECONNREFUSED(111, "Connection refused"),
  ESTALE(116, "Stale file handle");

  private final int number;
  private final String text;

  Errno(int number, String text) {
    this.number = number;
    this.text = text;
  }

  int number() {
    return number;
  }

  /** The name of a number, such as {@code EBUSY}; of an unknown one {@code errno 77}. */
  static String name(int number) {
    return Arrays.stream(values())
        .filter(e -> e.number == number)
        .map(Errno::name)
        .findFirst()
        .orElse("errno " + number);
  }

  /**
   * The name of what Java reports. Java keeps the text only; in a language other than English, or
   * where the text is unknown, the text itself is returned.
   */
  static String name(java.io.IOException failure) {
    return switch (failure) {
      case NoSuchFileException _ -> "ENOENT";
      case AccessDeniedException _ -> "EACCES";
      case FileAlreadyExistsException _ -> "EEXIST";
      case FileSystemException e -> ofText(Objects.requireNonNullElse(e.getReason(), ""));
      default -> ofText(Objects.requireNonNullElse(failure.getMessage(), ""));
    };
  }

  private static String ofText(String text) {
    return Arrays.stream(values())
        .filter(e -> e.text.equals(text))
        .map(Errno::name)
        .findFirst()
        .orElse(text);
  }
}
