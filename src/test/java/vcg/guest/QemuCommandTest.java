package vcg.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import vcg.model.CharBackend;
import vcg.model.Command;
import vcg.model.Disks;
import vcg.model.Guests;
import vcg.model.Processors;

class QemuCommandTest {
  private static final Path GOLDEN = Path.of("src/test/resources/vcg/guest");

  static Set<String> cases() {
    return QemuCommands.cases().keySet();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void of_goldenCase_asReviewed(String name) throws IOException {
    Path golden = GOLDEN.resolve(name).resolve("command.txt");

    String text = Documents.text(QemuCommands.command(name));

    if ("write".equals(System.getProperty("golden"))) {
      Files.createDirectories(golden.getParent());
      Files.writeString(golden, text);
    }
    assertThat(text).as("run with -Dgolden=write").isEqualTo(Files.readString(golden));
  }

  @Test
  void cases_andFolders_areTheSame() throws IOException {
    try (Stream<Path> folders = Files.list(GOLDEN)) {
      assertThat(folders.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(cases());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/a,b",
        "/a,,b=c",
        "/x\",\"driver\":\"nbd",
        "/new\nline",
        "/back\\slash",
        "/ü/日本",
        "/id=monitor,server=on",
        "/ ",
        "/,"
      })
  void of_hostileText_staysOneValue(String text) {
    Command command =
        QemuCommand.of(
            Guests.qemu(text)
                .disk("vda", text)
                .kernel(text, text, text)
                .serial(new CharBackend.File(text, Optional.empty()))
                .disk(Disks.of("vdb", "/b").shared(text).disk())
                .build(),
            QemuCommands.FILES);

    assertThat(KeyValues.parse(value(command, "-name", "guest="))).containsEntry("guest", text);
    assertThat(KeyValues.parse(value(command, "-chardev", "file,")))
        .containsEntry("path", text)
        .hasSize(3);
    assertThat(value(command, "-append", "")).isEqualTo(text);
    assertThat(json(command, "vda-source").get("filename").asString()).isEqualTo(text);
    assertThat(json(command, "disk-vdb").get("serial").asString()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"qemu64,enforce", "a b", "", "x\n"})
  void of_processorThatIsNoWord_refused(String model) {
    var cpu =
        new Processors.Cpu(
            Processors.Cpu.Mode.CUSTOM, Optional.of(model), java.util.List.of(), Optional.empty());

    assertThatThrownBy(
            () -> QemuCommand.of(Guests.qemu("web").cpu(cpu).build(), QemuCommands.FILES))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void of_disksInOtherOrder_sameCommand() {
    var one = Guests.qemu("web").disk("vda", "/a").disk("vdb", "/b").build();
    var other = Guests.qemu("web").disk("vdb", "/b").disk("vda", "/a").build();

    assertThat(QemuCommand.of(one, QemuCommands.FILES))
        .isEqualTo(QemuCommand.of(other, QemuCommands.FILES));
  }

  @Test
  void of_noMac_ownAddressForEachCardAndGuest() {
    Set<String> addresses =
        Stream.of("web", "db")
            .flatMap(name ->
                QemuCommand.of(
                    Guests.qemu(name)
                        .nic(Optional.empty(), "virtio")
                        .nic(Optional.empty(), "virtio")
                        .build(),
                    QemuCommands.FILES)
                    .options()
                    .stream())
            .map(Command.Option::field)
            .filter(f -> f.startsWith("interface "))
            .collect(Collectors.toSet());

    assertThat(addresses).hasSize(4).allMatch(a -> a.startsWith("interface 52:54:00:"));
  }

  @Test
  void of_container_refused() {
    assertThatThrownBy(() -> QemuCommand.of(Guests.lxc("box").build(), QemuCommands.FILES))
        .hasMessage("box is not a virtual machine");
  }

  private static String value(Command command, String name, String start) {
    return command.options().stream()
        .filter(o -> o.name().equals(name))
        .flatMap(o -> o.value().stream())
        .filter(v -> v.startsWith(start))
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode json(Command command, String id) {
    return command.options().stream()
        .flatMap(o -> o.value().stream())
        .filter(v -> v.startsWith("{"))
        .map(v -> JsonMapper.shared().readTree(v))
        .filter(n ->
            n.path("id").asString("").equals(id) || n.path("node-name").asString("").equals(id))
        .findFirst()
        .orElseThrow();
  }
}
