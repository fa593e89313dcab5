package vcg.model;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What a virtual machine tells its guest about itself.
 *
 * @param tables tables of SMBIOS, in the order of their numbers
 * @param blobs named values that firmware hands on, in document order
 * @param ofHost where a document asks for the tables of the host, which stand in its own then
 * @param generation changes when the guest is a copy or went back in time ({@code genid})
 */
public record Identity(
    List<Located<Table>> tables,
    Optional<Location> ofHost,
    List<Located<Blob>> blobs,
    Optional<Located<UUID>> generation) {
  /** What a document without any of this gets. */
  public static final Identity NONE =
      new Identity(List.of(), Optional.empty(), List.of(), Optional.empty());

  public Identity {
    tables = List.copyOf(tables);
    blobs = List.copyOf(blobs);
  }

  /** The same with the tables of the host where the document asks for them. */
  public Identity with(List<Table> host) {
    return ofHost
        .map(at ->
            new Identity(
                host.stream().map(t -> new Located<>(t, at)).toList(), ofHost, blobs, generation))
        .orElse(this);
  }

  /**
   * A table of SMBIOS.
   *
   * @param entries in document order; those of {@code OEM_STRINGS} have no name
   */
  public record Table(Kind kind, List<Entry> entries) {
    public Table {
      entries = List.copyOf(entries);
    }

    /** Which table, by the number that the standard gives it. */
    public enum Kind {
      BIOS(0),
      SYSTEM(1),
      BASE_BOARD(2),
      CHASSIS(3),
      OEM_STRINGS(11);

      private final int number;

      Kind(int number) {
        this.number = number;
      }

      public int number() {
        return number;
      }
    }
  }

  /** One value of a table, by its name in a domain file. */
  public record Entry(String name, String value) {}

  /**
   * A value that the guest finds by its name (QEMU's {@code fw_cfg}).
   *
   * @param name such as {@code opt/com.example/name}
   * @param value the text itself, or an absolute path
   */
  public record Blob(String name, String value, boolean isFile) {}
}
