package vcg.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import vcg.model.Firmware;
import vcg.model.FirmwareBuild;
import vcg.model.Guest;
import vcg.model.Guests;
import vcg.model.Located;
import vcg.model.Location;
import vcg.model.Machine;
import vcg.model.Preparation;

class FirmwareChoiceTest {
  private static final Location AT = new Location("web.xml", 4, 3);
  private static final GuestFiles FILES = new GuestFiles(Path.of("/run/vcg"), Path.of("/state"));

  /** As Debian's package ovmf has them. */
  private static final FirmwareBuild SECURE =
      build("40-secure", "/fw/secure.fd", "pc-q35-*", "requires-smm", "secure-boot");

  private static final FirmwareBuild PLAIN =
      build("60-plain", "/fw/plain.fd", "pc-*", "acpi-s3", "amd-sev");

  private static final List<FirmwareBuild> BUILDS = List.of(SECURE, PLAIN);

  @Test
  void chosen_q35_firstThatFitsWithWhatItNeeds() {
    Guest guest = FirmwareChoice.chosen(efi("q35", Map.of(), false), BUILDS);

    assertThat(QemuCommand.of(guest, FILES).arguments())
        .contains(
            "{\"driver\":\"file\",\"node-name\":\"pflash0-source\",\"filename\":\"/fw/secure.fd\""
                + ",\"read-only\":true,\"auto-read-only\":false}")
        .contains("smm=on")
        .contains("driver=cfi.pflash01,property=secure,value=on");
    assertThat(FirmwareChoice.refusal(guest)).isEmpty();
  }

  @Test
  void chosen_pc_notTheOneForQ35() {
    assertThat(code(efi("pc", Map.of(), false))).contains("/fw/plain.fd");
    assertThat(code(efi("pc-i440fx-7.2", Map.of(), false))).contains("/fw/plain.fd");
  }

  @Test
  void chosen_featureUnwanted_anotherOne() {
    assertThat(code(efi("q35", Map.of("secure-boot", false), false))).contains("/fw/plain.fd");
    assertThat(code(efi("q35", Map.of("secure-boot", true), false))).contains("/fw/secure.fd");
  }

  @Test
  void chosen_secureLoader_onlyOneThatNeedsSystemManagement() {
    assertThat(code(efi("q35", Map.of(), true))).contains("/fw/secure.fd");
    assertThat(FirmwareChoice.chosen(efi("q35", Map.of(), true), List.of(PLAIN)))
        .isEqualTo(efi("q35", Map.of(), true));
  }

  @Test
  void chosen_ownVariables_areMadeFromTheTemplateOnce() {
    Guest guest = FirmwareChoice.chosen(efi("pc", Map.of(), false), BUILDS);

    assertThat(QemuCommand.of(guest, FILES).preparations())
        .containsExactly(
            new Preparation.Directory("/state/nvram"),
            new Preparation.Copy("/fw/plain.fd.vars", "/state/nvram/web.qemu.fd"));
  }

  @Test
  void chosen_loaderWithoutTemplate_thatOfItsDescriptor() {
    Guest guest = FirmwareChoice.chosen(loader("/fw/plain.fd"), BUILDS);

    assertThat(QemuCommand.of(guest, FILES).preparations())
        .contains(new Preparation.Copy("/fw/plain.fd.vars", "/state/nvram/web.qemu.fd"));
  }

  @Test
  void refusal_nothingFits_saysPlaceAndPackage() {
    assertThat(FirmwareChoice.refusal(efi("q35", Map.of("secure-boot", true), false)))
        .contains(
            new Located<>(
                "this host has no UEFI firmware for machine type q35 with secure-boot;"
                    + " Debian has it in the package ovmf",
                AT));
    assertThat(FirmwareChoice.refusal(loader("/fw/unknown.fd")).map(Located::value))
        .contains(
            "no descriptor of firmware on this host says what the variables of /fw/unknown.fd"
                + " are at first: name a template in <nvram>");
  }

  @Test
  void chosen_nothingAsked_theSame() {
    Guest guest = Guests.qemu("web").build();

    assertThat(FirmwareChoice.chosen(guest, BUILDS)).isSameAs(guest);
    assertThat(FirmwareChoice.refusal(guest)).isEmpty();
  }

  private static Optional<String> code(Guest guest) {
    Machine.Qemu machine = (Machine.Qemu) FirmwareChoice.chosen(guest, BUILDS).machine();
    return machine.board().firmware().loader().map(l -> l.value().path());
  }

  private static Guest efi(String type, Map<String, Boolean> features, boolean secure) {
    Firmware.Wanted wanted = new Firmware.Wanted(new TreeMap<>(features), secure);
    return Guests.qemu("web")
        .type(type)
        .firmware(
            new Firmware(
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Located<>(wanted, AT)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()))
        .build();
  }

  private static Guest loader(String path) {
    Firmware.Loader loader = new Firmware.Loader(path, true, true, false, false, "raw");
    return Guests.qemu("web")
        .firmware(
            new Firmware(
                Optional.of(new Located<>(loader, AT)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()))
        .build();
  }

  private static FirmwareBuild build(
      String name, String code, String machines, String... features) {
    return new FirmwareBuild(
        name,
        code,
        "raw",
        code + ".vars",
        "raw",
        List.of("x86_64/" + machines),
        new TreeSet<>(List.of(features)));
  }
}
