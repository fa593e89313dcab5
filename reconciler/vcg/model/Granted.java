package vcg.model;

import java.util.SortedMap;

/**
 * Files that vcg opened to the user whom a guest runs as.
 *
 * @param files whether the images count too that the file is based on, by path
 */
public record Granted(GuestUser user, SortedMap<String, Boolean> files) {
  public Granted {
    files = Sorted.copy(files);
  }
}
