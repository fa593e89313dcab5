package vcg.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vcg.guest.GuestFiles;
import vcg.guest.HostTables;
import vcg.guest.QemuCommand;
import vcg.model.Guest;
import vcg.model.Guests;
import vcg.model.Identity;
import vcg.model.Identity.Table.Kind;
import vcg.model.Located;
import vcg.model.Location;
import vcg.model.Machine;

class DmiFilesTest {
  @TempDir private Path directory;

  @Test
  void read_someFiles_areTheTablesOfThem() throws IOException {
    write("sys_vendor", "Acme, Inc.");
    write("product_serial", "S 1");
    write("product_uuid", "4dea22b3-1d52-d8f3-2516-782e98ab3fa0");
    write("bios_version", "  ");
    write("board_name", "B");

    assertThat(DmiFiles.read(directory))
        .containsExactly(
            new Identity.Table(
                Kind.SYSTEM,
                List.of(
                    new Identity.Entry("manufacturer", "Acme, Inc."),
                    new Identity.Entry("serial", "S 1"))),
            new Identity.Table(Kind.BASE_BOARD, List.of(new Identity.Entry("product", "B"))));
  }

  @Test
  void read_noDirectory_isNothing() throws IOException {
    assertThat(DmiFiles.read(directory.resolve("none"))).isEmpty();
  }

  @Test
  void read_fileThatCannotBeRead_isNoEmptyValue() throws IOException {
    Files.createDirectory(directory.resolve("board_serial"));

    assertThatThrownBy(() -> DmiFiles.read(directory))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("board_serial, which smbios mode host needs");
  }

  @Test
  void told_documentThatAsks_hasTheTablesInItsCommandLine() throws IOException {
    write("sys_vendor", "Acme, Inc.");

    Guest told = HostTables.told(asking(), DmiFiles.read(directory));

    assertThat(QemuCommand.of(told, new GuestFiles(directory)).arguments())
        .containsSequence("-smbios", "type=1,manufacturer=Acme,, Inc.");
    assertThat(HostTables.refusal(told)).isEmpty();
  }

  @Test
  void refusal_hostWithoutTables_saysWhere() {
    Guest told = HostTables.told(asking(), List.of());

    assertThat(HostTables.refusal(told).map(Located::value).orElse(""))
        .isEqualTo("this host tells nothing about itself: there is no /sys/class/dmi/id");
  }

  @Test
  void told_documentThatDoesNotAsk_isTheSame() throws IOException {
    write("sys_vendor", "Acme");
    Guest guest = Guests.qemu("web").build();

    assertThat(HostTables.told(guest, DmiFiles.read(directory))).isSameAs(guest);
    assertThat(HostTables.refusal(guest)).isEmpty();
  }

  private static Guest asking() {
    Guest guest = Guests.qemu("web").build();
    Machine.Qemu machine = (Machine.Qemu) guest.machine();
    Identity identity =
        new Identity(
            List.of(), Optional.of(new Location("web.xml", 6, 5)), List.of(), Optional.empty());
    return guest.with(machine.with(machine.board().with(identity)));
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(directory.resolve(name), text + "\n");
  }
}
