package vcg.guest;

import java.io.IOException;
import java.util.Optional;
import java.util.SortedSet;

/**
 * The last content of each domain file that could be used, kept until its guest is let go: what
 * holds while the file is broken or away, also after a restart. Names are those of the files,
 * without directories.
 */
public interface LastGood {
  /** The files of which one is kept. */
  SortedSet<String> files() throws IOException;

  /** Empty: none is kept. */
  Optional<byte[]> get(String file) throws IOException;

  /** Replaces it as a whole. */
  void put(String file, byte[] content) throws IOException;

  /** Success also where none is kept. */
  void remove(String file) throws IOException;
}
