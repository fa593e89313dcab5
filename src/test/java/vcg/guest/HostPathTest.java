package vcg.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vcg.model.CharBackend;
import vcg.model.DiskDrive;
import vcg.model.Disks;
import vcg.model.Guest;
import vcg.model.Guests;

class HostPathTest {
  @Test
  void of_machine_everyPathWithItsPlace() {
    Guest guest =
        Guests.qemu("web")
            .emulator("/usr/local/bin/qemu")
            .kernel("/boot/k", "/boot/i", "quiet")
            .disk("vda", "/images/a.img")
            .disk(Disks.of("vdb", "/dev/vg/b").block().readOnly().disk())
            .disk(Disks.emptyCdrom("hda", DiskDrive.Bus.IDE).disk())
            .serial(new CharBackend.File("/logs/web.log", Optional.empty()))
            .serial(new CharBackend.Unix(Optional.of("/web.sock"), true, Optional.empty()))
            .build();

    assertThat(lines(guest))
        .containsExactly(
            "EXECUTABLE /usr/local/bin/qemu read-only web.xml:30:3",
            "FILE /boot/k read-only web.xml:11:3",
            "FILE /boot/i read-only web.xml:12:3",
            "FILE /images/a.img disk.xml:40:5",
            "BLOCK_DEVICE /dev/vg/b read-only disk.xml:40:5",
            "DIRECTORY /logs web.xml:60:3",
            "OUTPUT /logs/web.log web.xml:60:3",
            "DIRECTORY / web.xml:61:3",
            "LISTENER /web.sock web.xml:61:3");
  }

  @Test
  void of_noEmulator_theDistributionsForTheArchitecture() {
    assertThat(lines(Guests.qemu("web").build()))
        .containsExactly("EXECUTABLE /usr/bin/qemu-system-x86_64 read-only web.xml:7:3");
    assertThat(lines(Guests.qemu("web").architecture("i686").build()))
        .containsExactly("EXECUTABLE /usr/bin/qemu-system-i386 read-only web.xml:7:3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/usr/bin/qemu", "/usr/local/qemu-9/bin/qemu-system-x86_64", "/usr/..x"})
  void refusal_belowUsr_none(String path) {
    assertThat(Emulator.refusal(path)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/bin/sh",
        "qemu",
        "usr/bin/qemu",
        "/usr",
        "/usr/",
        "/usrx/qemu",
        "/usr/../tmp/x",
        "/usr/bin/..",
        "/usr/./x",
        "/usr//x",
        "/tmp/usr/x"
      })
  void refusal_elsewhere_saysWhere(String path) {
    assertThat(Emulator.refusal(path).orElseThrow()).contains("below /usr");
  }

  private static List<String> lines(Guest guest) {
    return HostPath.of(guest).stream()
        .map(p -> p.kind() + " " + p.path() + (p.readOnly() ? " read-only " : " ") + p.at())
        .toList();
  }
}
