package vcg.observe;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import vcg.model.Identity;
import vcg.model.Identity.Table.Kind;

/**
 * What a host says about itself, as the kernel shows its SMBIOS tables: a file for each value. The
 * machine's uuid is not among them: a guest has its own.
 */
final class DmiFiles {
  static final Path DIRECTORY = Path.of("/sys/class/dmi/id");

  /** The name in a domain file of each value, by its file; the release has a form of its own. */
  private static final Map<Kind, SequencedMap<String, String>> FILES =
      Map.of(
          Kind.BIOS,
          names("vendor", "bios_vendor", "version", "bios_version", "date", "bios_date"),
          Kind.SYSTEM,
          names(
              "manufacturer", "sys_vendor",
              "product", "product_name",
              "version", "product_version",
              "serial", "product_serial",
              "sku", "product_sku",
              "family", "product_family"),
          Kind.BASE_BOARD,
          names(
              "manufacturer", "board_vendor",
              "product", "board_name",
              "version", "board_version",
              "serial", "board_serial",
              "asset", "board_asset_tag"),
          Kind.CHASSIS,
          names(
              "manufacturer", "chassis_vendor",
              "version", "chassis_version",
              "serial", "chassis_serial",
              "asset", "chassis_asset_tag"));

  private DmiFiles() {}

  /**
   * The tables that have any value, in the order of their numbers; none where there is no such
   * directory.
   *
   * @throws IOException also where only root may read serial numbers
   */
  static List<Identity.Table> read(Path directory) throws IOException {
    List<Identity.Table> tables = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      List<Identity.Entry> entries = new ArrayList<>();
      for (Map.Entry<String, String> name :
          FILES.getOrDefault(kind, new LinkedHashMap<>()).entrySet()) {
        String value = text(directory.resolve(name.getValue()));
        if (!value.isEmpty()) {
          entries.add(new Identity.Entry(name.getKey(), value));
        }
      }
      if (!entries.isEmpty()) {
        tables.add(new Identity.Table(kind, entries));
      }
    }
    return tables;
  }

  private static String text(Path file) throws IOException {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).strip();
    } catch (NoSuchFileException _) { // of what the host does not say there is no file
      return "";
    } catch (IOException e) {
      throw new IOException("cannot read " + file + ", which smbios mode host needs", e);
    }
  }

  private static SequencedMap<String, String> names(String... words) {
    SequencedMap<String, String> names = new LinkedHashMap<>();
    for (int i = 0; i < words.length; i += 2) {
      names.put(words[i], words[i + 1]);
    }
    return names;
  }
}
