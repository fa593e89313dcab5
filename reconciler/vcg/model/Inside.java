package vcg.model;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a container can have, which its document alone does not tell.
 *
 * @param uid whom the first process runs as, 0 to 4294967295
 * @param gid its group, likewise
 * @param places paths of the host: of directories of the container, by the paths that the document
 *     has, without symbolic links; of name spaces that it shares, by the names of their elements
 * @param capabilities those that vcg has itself and can give, a bit for each number
 */
public record Inside(long uid, long gid, SortedMap<String, String> places, long capabilities) {
  /** Root with all capabilities, and no directories. */
  public static final Inside ROOT = new Inside(0, 0, new TreeMap<>(), -1);

  public Inside {
    places = Sorted.copy(places);
  }
}
