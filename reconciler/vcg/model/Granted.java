package vcg.model;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Files that vcg opened to the user whom a guest runs as.
 *
 * @param files whether the images count too that the file is based on, by path
 */
public record Granted(GuestUser user, SortedMap<String, Boolean> files) {
  public Granted {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
  }
}
