package vcg.guest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import vcg.model.GuestUser;

/** Who may open files of the host. Nobody but the user in question gains or loses anything. */
public interface FileAccess {
  /**
   * Lets a user open a file; one who already may is left alone.
   *
   * @param write for writing too
   * @throws IOException there is no such file, or its file system knows no single users
   */
  void grant(Path file, GuestUser user, boolean write) throws IOException;

  /** Takes that back. A file that is gone needs nothing taken back. */
  void revoke(Path file, GuestUser user) throws IOException;

  /**
   * The images that a qcow2 image is based on, nearest first, as the headers name them.
   *
   * @throws IOException an image cannot be read, or is based on itself
   */
  List<Path> below(Path image) throws IOException;
}
