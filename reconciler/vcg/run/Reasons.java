package vcg.run;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why something failed, in one line. */
final class Reasons {
  private Reasons() {}

  static String of(Throwable e) {
    return switch (e) {
      case NoSuchFileException f -> f.getFile() + ": no such file or directory";
      case AccessDeniedException f -> f.getFile() + ": no permission";
      case FileSystemException f when f.getReason() != null -> f.getFile() + ": " + f.getReason();
      case java.io.IOException f when f.getMessage() != null -> f.getMessage();
      default -> "internal error: " + e;
    };
  }
}
