package vcg.model;

import java.util.Comparator;

/**
 * A place in a domain file.
 *
 * @param file as the user named it, or its path below the directory that the user named
 * @param line counts from 1; 0: the file as a whole
 * @param column counts characters from 1; 0: the line as a whole
 */
public record Location(String file, int line, int column) implements Comparable<Location> {
  private static final Comparator<Location> ORDER =
      Comparator.comparing(Location::file)
          .thenComparingInt(Location::line)
          .thenComparingInt(Location::column);

  /** The file as a whole. */
  public static Location ofFile(String file) {
    return new Location(file, 0, 0);
  }

  /** The name of the file without the directories it lies in. */
  public String fileName() {
    return file.substring(file.lastIndexOf('/') + 1);
  }

  @Override
  public int compareTo(Location other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return line == 0 ? file : column == 0 ? file + ":" + line : file + ":" + line + ":" + column;
  }
}
