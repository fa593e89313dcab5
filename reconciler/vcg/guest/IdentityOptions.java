package vcg.guest;

import vcg.model.Identity;
import vcg.model.Located;
import vcg.model.Machine;

/** The options for what a machine tells its guest about itself. */
final class IdentityOptions {
  private IdentityOptions() {}

  static void add(Machine.Qemu machine, Options options) {
    Identity identity = machine.board().identity();
    for (Located<Identity.Table> table : identity.tables()) {
      options.add("-smbios", smbios(table.value()), "sysinfo", table.at());
    }
    for (Located<Identity.Blob> blob : identity.blobs()) {
      KeyValues value =
          KeyValues.of("name", blob.value().name())
              .and(blob.value().isFile() ? "file" : "string", blob.value().value());
      options.add("-fw_cfg", value, "sysinfo " + blob.value().name(), blob.at());
    }
    identity
        .generation()
        .ifPresent(g ->
            options.add(
                "-device",
                DiskOptions.object("vmgenid", "genid").put("guid", g.value().toString()),
                "genid",
                g.at()));
  }

  /** Several texts of the maker have one name, so that they are no {@link KeyValues}. */
  private static String smbios(Identity.Table table) {
    StringBuilder text = new StringBuilder("type=").append(table.kind().number());
    for (Identity.Entry entry : table.entries()) {
      String name = table.kind() == Identity.Table.Kind.OEM_STRINGS ? "value" : entry.name();
      text.append(',').append(name).append('=');
      text.append(entry.value().replace(",", ",,"));
    }
    return text.toString();
  }
}
