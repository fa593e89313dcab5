package vcg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vcg.Requires;

/** The units in systemd/; src/test/vm/systemd proves what they do. */
class UnitFileTest {
  private static final Path UNIT = Path.of("systemd/vcg.service");
  private static final Path GUESTS = Path.of("systemd/vcg-guests.service");

  @TempDir Path directory;

  @Test
  void unit_guestsOutliveTheDaemon() throws IOException {
    assertThat(Files.readAllLines(UNIT))
        .contains(
            "Type=notify",
            "KillMode=process",
            "Delegate=yes",
            "RuntimeDirectoryPreserve=yes",
            "Restart=on-failure",
            "ExecReload=/bin/kill -HUP $MAINPID")
        .anyMatch(line -> line.startsWith("WatchdogSec="));
  }

  /** systemd removes the cgroup of a unit without processes, and ends those that it may end. */
  @Test
  void unitOfGuests_keepsItsCgroupAndWhatIsInIt() throws IOException {
    assertThat(Files.readAllLines(GUESTS))
        .contains("Type=notify", "KillMode=process", "Delegate=yes", "RefuseManualStop=yes")
        .anyMatch(line -> line.startsWith("ExecStart=") && line.endsWith("exec sleep infinity'"));
  }

  /** Guests inherit these, and fail under them or lose what they need; or Java does. */
  @Test
  void unit_hardensOnlyWhatGuestsCanLiveUnder() throws IOException {
    for (String key :
        List.of(
            "NoNewPrivileges",
            "ProtectSystem",
            "ProtectControlGroups",
            "ProtectHostname",
            "ProtectClock",
            "PrivateTmp",
            "PrivateDevices",
            "SystemCallFilter",
            "SystemCallArchitectures",
            "RestrictNamespaces",
            "MemoryDenyWriteExecute")) {
      assertThat(Files.readAllLines(UNIT)).noneMatch(line -> line.startsWith(key + "="));
    }
  }

  @Test
  void units_systemdUnderstandsEveryLine() throws Exception {
    Requires.systemdAnalyze();
    Path copy = directory.resolve("vcg.service"); // with a program that is there
    Files.writeString(copy, Files.readString(UNIT).replace("/usr/bin/vcg run", "/bin/true"));
    Files.copy(GUESTS, directory.resolve("vcg-guests.service"));

    Process verify =
        new ProcessBuilder(
                "systemd-analyze",
                "verify",
                "--man=no",
                copy.toString(),
                directory.resolve("vcg-guests.service").toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(verify.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    verify.waitFor();

    assertThat(said.lines().filter(line -> line.contains("vcg"))).isEmpty();
  }
}
