package vcg.cgroup;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;

/** How one knob is written to and read from one interface file of one kernel interface. */
public interface Spelling {
  /** The kernel's name of the file, such as {@code memory.limit_in_bytes}. */
  String file();

  /** The file that is written; another than the one that is read only where v1 has two. */
  default String target() {
    return file();
  }

  /** What the file holds in a new directory, in the document's unit. */
  Value initial();

  /**
   * Why this host cannot take a value that the schema accepts; empty: it can.
   *
   * @param asked in the document's unit
   */
  default Optional<String> refusal(Value asked) {
    return Optional.empty();
  }

  /**
   * What the kernel will hold, and show, after it was asked for a value: rounded, converted.
   *
   * @param asked in the document's unit
   * @param document every value the document asks for; one kernel file may stand for two leaves
   * @param pageBytes the size of a memory page
   */
  default Value stored(Value asked, Map<Knob, Value> document, long pageBytes) {
    return asked;
  }

  /**
   * The text to write so that the file holds a value.
   *
   * @param stored what {@link #stored} gave
   * @param current what the file holds now; only a file with several values in it looks at that
   */
  default String text(Value stored, String current) {
    return stored.toString();
  }

  /**
   * What the file holds.
   *
   * @param content as read, without the final newline
   * @throws IllegalArgumentException the kernel wrote what vcg does not know
   */
  Value parse(String content);

  /** The devices that the file names; none for a file that does not count by device. */
  default SortedSet<DeviceNumber> devices(String content) {
    return Collections.emptySortedSet();
  }

  /** This spelling for one device; itself for a file that does not count by device. */
  default Spelling at(DeviceNumber device) {
    return this;
  }
}
