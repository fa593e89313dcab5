package vcg.guest;

import java.io.IOException;
import java.util.Optional;
import vcg.model.GuestId;
import vcg.model.SharedSpace;

/** What is noted of containers in their run directories, and what their own files say. */
public interface Containers {
  /** The number of its first process; empty: it has none yet, or it is just being noted. */
  Optional<Long> pid(GuestId guest) throws IOException;

  /** How its first process ended; empty: it has not, or nobody saw it. */
  Optional<Integer> status(GuestId guest) throws IOException;

  /** The text that it was started with last; empty: it was not, since the host started. */
  Optional<String> config(GuestId guest) throws IOException;

  /**
   * The number of a user or group in a root file system. Whatever is in that, nothing outside it is
   * read.
   *
   * @param root a directory of the host
   * @return empty: there is nobody of that name
   * @throws IOException it cannot be found out; says why in words for the document's author
   */
  Optional<Long> number(String root, Names names, String name) throws IOException;

  /**
   * Where a directory of a root file system is, as a path of the host without symbolic links. It is
   * never outside that.
   *
   * @throws IOException it is nowhere; says why in words for the document's author
   */
  String place(String root, String path) throws IOException;

  /**
   * Where the kernel shows a name space that a container is to share, as a path of the host.
   *
   * @throws IOException there is none; says why in words for the document's author
   */
  String space(SharedSpace shared) throws IOException;

  /** The capabilities that vcg can give, a bit for each number. */
  long capabilities() throws IOException;

  /** A list of names. */
  enum Names {
    USERS("/etc/passwd"),
    GROUPS("/etc/group");

    private final String file;

    Names(String file) {
      this.file = file;
    }

    /** Where it is, from the root. */
    public String file() {
      return file;
    }
  }
}
