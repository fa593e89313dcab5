package vcg.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vcg.cgroup.CgroupPath;
import vcg.model.Attempt;
import vcg.model.Driver;
import vcg.model.Granted;
import vcg.model.GuestId;
import vcg.model.GuestRecord;
import vcg.model.GuestUser;
import vcg.model.PartitionRecord;
import vcg.model.PartitionRecords;
import vcg.model.ProcessId;

class StateDirectoryTest {
  private static final GuestRecord WEB =
      new GuestRecord(
          new GuestId(Driver.QEMU, "web/1 \"ü\""),
          UUID.fromString("0d21c6b2-4f6c-4d5a-9a58-0f5d3c1b7a11"),
          "/system/web.qemu.libvirt",
          "/system",
          "web.xml",
          "ab12",
          "boot",
          Optional.of(new ProcessId(412, 1L << 40)),
          60,
          true,
          Optional.of("cd34"),
          Optional.of("cannot start:\nno"),
          Optional.of(new Attempt(3, 1_700_000_000, Optional.of(139), Optional.of(1_700_000_009L))),
          Optional.of(
              new Granted(
                  new GuestUser("nobody", 65534, 65534),
                  new TreeMap<>(Map.of("/images/a b.img", true)))));

  @TempDir Path temporary = Path.of("/");

  private Path path() {
    return temporary.resolve("vcg");
  }

  private StateDirectory state() {
    return new StateDirectory(path());
  }

  private Path onlyFile() throws IOException {
    try (Stream<Path> files = Files.list(path().resolve("guests"))) {
      return files.reduce((a, b) -> a.compareTo(b) < 0 ? a : b).orElseThrow();
    }
  }

  @Test
  void guests_noDirectory_noneAndNothingMade() throws IOException {
    assertThat(state().guests()).isEmpty();
    assertThat(state().partitions()).isEqualTo(PartitionRecords.NONE);
    state().remove(WEB.id());

    assertThat(path()).doesNotExist();
  }

  @Test
  void put_record_comesBackEqual() throws IOException {
    GuestRecord bare =
        new GuestRecord(
            new GuestId(Driver.LXC, "app"),
            WEB.uuid(),
            "/c",
            "/p",
            "f",
            "d",
            "b",
            Optional.empty(),
            0,
            false,
            Optional.empty(),
            Optional.empty(),
            Optional.of(Attempt.first(Instant.EPOCH)),
            Optional.empty());
    state().put(WEB);
    state().put(bare);
    state().put(WEB.withFailure(Optional.empty()));

    assertThat(state().guests()).containsExactly(bare, WEB.withFailure(Optional.empty()));
    state().remove(bare.id());
    assertThat(state().guests()).hasSize(1);
  }

  @Test
  void put_record_onlyItsOwnerCanReadIt() throws IOException {
    state().put(WEB);

    assertThat(Files.getPosixFilePermissions(path()))
        .isEqualTo(PosixFilePermissions.fromString("rwx--x--x"));
    assertThat(Files.getPosixFilePermissions(path().resolve("guests")))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    assertThat(Files.getPosixFilePermissions(onlyFile()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void guests_leftoverOfACrash_isNotARecord() throws IOException {
    state().put(WEB);
    Files.writeString(path().resolve("guests/.web.qemu.json.new"), "{\"form");

    assertThat(state().guests()).containsExactly(WEB);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{\"formatVersion\": 2}",
        "{\"formatVersion\": 1}",
        "{} {}",
        "\u0000\u0000",
        "{\"formatVersion\": 1, \"driver\": \"xen\"}"
      })
  void guests_unusableFile_isNamedWithWhatToDo(String content) throws IOException {
    state().put(WEB);
    Path file = onlyFile();
    Files.writeString(file, content);

    assertThatIOException()
        .isThrownBy(() -> state().guests())
        .withMessageStartingWith("cannot read " + file + ": it")
        .withMessageContaining("move it away");
  }

  @Test
  void guests_ofAnotherVersion_areNotGuessedAt() throws IOException {
    state().put(WEB);
    Path file = onlyFile();
    Files.writeString(file, Files.readString(file).replace("Version\":1", "Version\":2"));

    assertThatIOException()
        .isThrownBy(() -> state().guests())
        .withMessageContaining("its format is not 1, another version of vcg wrote it");
  }

  @Test
  void partitions_put_comeBackInOrder() throws IOException {
    PartitionRecords some =
        PartitionRecords.NONE
            .with(new CgroupPath("memory", "/b"))
            .with(new CgroupPath("cpu,cpuacct", "/a/b"))
            .with(new PartitionRecord("/b", "b.xml", "0123"));
    state().putPartitions(some);

    assertThat(state().partitions()).isEqualTo(some);
  }

  @Test
  void put_directoryIsAFile_saysWhich() throws IOException {
    Files.writeString(path(), "");

    assertThatIOException().isThrownBy(() -> state().put(WEB)).withMessageContaining("vcg");
  }
}
