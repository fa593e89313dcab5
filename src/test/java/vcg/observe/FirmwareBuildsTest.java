package vcg.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vcg.model.FirmwareBuild;

/** Descriptors as QEMU's docs/interop/firmware.json describes them. */
class FirmwareBuildsTest {
  @TempDir private Path directory;

  @BeforeEach
  void folders() throws IOException {
    Files.createDirectory(distribution());
    Files.createDirectory(administrator());
    Files.writeString(directory.resolve("code.fd"), "");
    Files.writeString(directory.resolve("vars.fd"), "");
  }

  @Test
  void read_descriptor_everythingThatChoosingNeeds() throws IOException {
    Files.writeString(distribution().resolve("60-plain.json"), uefi("code.fd"));

    List<FirmwareBuild> builds = read();

    assertThat(builds).hasSize(1);
    FirmwareBuild build = builds.getFirst();
    assertThat(build.descriptor()).isEqualTo("60-plain.json");
    assertThat(build.code()).isEqualTo(directory.resolve("code.fd").toString());
    assertThat(build.codeFormat()).isEqualTo("raw");
    assertThat(build.template()).isEqualTo(directory.resolve("vars.fd").toString());
    assertThat(build.templateFormat()).isEqualTo("qcow2");
    assertThat(build.machines()).containsExactly("x86_64/pc-i440fx-*", "x86_64/pc-q35-*");
    assertThat(build.features()).containsExactly("acpi-s3", "verbose-dynamic");
  }

  @Test
  void read_severalFolders_byNameAndTheAdministratorsReplace() throws IOException {
    Files.writeString(distribution().resolve("60-b.json"), uefi("code.fd"));
    Files.writeString(distribution().resolve("40-a.json"), uefi("code.fd"));
    Files.writeString(distribution().resolve("50-hidden.json"), uefi("code.fd"));
    Files.writeString(administrator().resolve("50-hidden.json"), "");
    Files.writeString(administrator().resolve("55-own.json"), uefi("code.fd"));

    assertThat(read())
        .extracting(FirmwareBuild::descriptor)
        .containsExactly("40-a.json", "55-own.json", "60-b.json");
  }

  @Test
  void read_whatCannotBeUsed_isLeftOut() throws IOException {
    Files.writeString(distribution().resolve("10-gone.json"), uefi("gone.fd"));
    Files.writeString(distribution().resolve("20-broken.json"), "{");
    Files.writeString(
        distribution().resolve("30-bios.json"),
        "{\"interface-types\":[\"bios\"],\"mapping\":{\"device\":\"memory\",\"filename\":\"/x\"}}");
    Files.writeString(distribution().resolve("README"), "no descriptor");

    assertThat(read()).isEmpty();
    assertThat(FirmwareBuilds.read(List.of(directory.resolve("missing")))).isEmpty();
  }

  private Path distribution() {
    return directory.resolve("share");
  }

  private Path administrator() {
    return directory.resolve("etc");
  }

  private List<FirmwareBuild> read() throws IOException {
    return FirmwareBuilds.read(List.of(distribution(), administrator()));
  }

  private String uefi(String code) {
    return """
    {
      "description": "UEFI firmware for x86_64",
      "interface-types": ["uefi"],
      "mapping": {
        "device": "flash",
        "executable": {"filename": "%s", "format": "raw"},
        "nvram-template": {"filename": "%s", "format": "qcow2"}
      },
      "targets": [
        {"architecture": "x86_64", "machines": ["pc-i440fx-*", "pc-q35-*"]}
      ],
      "features": ["acpi-s3", "verbose-dynamic"],
      "tags": []
    }
    """
        .formatted(directory.resolve(code), directory.resolve("vars.fd"));
  }
}
