package vcg.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** What a failure of the machine is called. */
final class Failures {
  private Failures() {}

  /** Java's own words for files are the bare name, or a class and a name; these are a sentence. */
  static String text(IOException failure) {
    return switch (failure) {
      case NoSuchFileException e -> e.getFile() + ": no such file or directory";
      case AccessDeniedException e -> e.getFile() + ": no permission";
      case FileSystemException e when e.getReason() != null -> e.getFile() + ": " + e.getReason();
      default -> failure.getMessage() == null ? failure.toString() : failure.getMessage();
    };
  }

  /** Whether a failure, or what caused it, is that this user may not. */
  static boolean isPermission(IOException failure) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if (e instanceof AccessDeniedException || String.valueOf(e.getMessage()).contains("EACCES")) {
        return true;
      }
    }
    return false;
  }
}
