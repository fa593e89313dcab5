package vcg.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vcg.model.Bytes;
import vcg.model.CharBackend;
import vcg.model.Command;
import vcg.model.Difference;
import vcg.model.Disks;
import vcg.model.Guests;

class CommandDifferencesTest {
  static Set<String> cases() {
    return QemuCommands.cases().keySet();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void of_ownArguments_none(String name) {
    Command command = QemuCommands.command(name);

    assertThat(compare(command, command.arguments())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void of_optionsInOtherOrder_none(String name) {
    Command command = QemuCommands.command(name);
    List<Command.Option> shuffled = new ArrayList<>(command.options());
    Collections.shuffle(shuffled, new Random(1));

    assertThat(compare(command, new Command("/usr/bin/x", shuffled).arguments())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void field_ofAnArgument_isThatOfTheOption(String name) {
    Command command = QemuCommands.command(name);

    assertThat(command.options())
        .filteredOn(o -> o.at().isPresent())
        .allSatisfy(o -> assertThat(Argument.of(o.name(), o.value()).field()).isEqualTo(o.field()));
  }

  @Test
  void of_machineChanged_oneLineForEachField() {
    var running = Guests.qemu("web").vcpus(1).features(true, true, false);
    var wanted =
        Guests.qemu("web")
            .memory(new Bytes(1L << 30))
            .vcpus(2, 4)
            .ioThreads(2)
            .type("q35")
            .features(false, true, false)
            .rebootEnds()
            .kernel("/k", "/i", "quiet");

    assertThat(lines(running, wanted))
        .containsExactly(
            "machine type: pc → q35 (web.xml:7:3)",
            "machine acpi: on → off (web.xml:7:3)",
            "machine memory: 64 MiB → 1 GiB (web.xml:3:3)",
            "machine vcpu: 1 → 2 of 4 (web.xml:4:3)",
            "machine iothreads:  → iothread1 iothread2 (web.xml:2:3)",
            "machine kernel:  → /k (web.xml:11:3)",
            "machine initrd:  → /i (web.xml:12:3)",
            "machine cmdline:  → quiet (web.xml:13:3)",
            "machine on_reboot: reset → shutdown (web.xml:10:3)");
  }

  @Test
  void of_diskChanged_namesDiskAndField() {
    var running = Guests.qemu("web").disk("vda", "/old.img");
    var wanted =
        Guests.qemu("web")
            .disk(Disks.of("vda", "/new.img").tuning("none", "native", "unmap", "on").disk());

    assertThat(lines(running, wanted))
        .containsExactly(
            "disk vda io:  → native (disk.xml:40:5)",
            "disk vda cache:  → direct=true no-flush=false write-cache=on (disk.xml:40:5)",
            "disk vda discard:  → unmap (disk.xml:40:5)",
            "disk vda source: /old.img → /new.img (disk.xml:40:5)",
            "disk vda detect_zeroes:  → on (disk.xml:40:5)");
  }

  @Test
  void of_devicesAddedAndRemoved_namesEach() {
    var running =
        Guests.qemu("web").disk("vda", "/a").nic(Optional.of("52:54:00:00:00:01"), "virtio");
    var wanted =
        Guests.qemu("web").disk("vda", "/a").disk("vdb", "/b").serial(new CharBackend.Pty());

    assertThat(lines(running, wanted))
        .containsExactly(
            "disk vdb source:  → /b (disk.xml:40:5)",
            "disk vdb format:  → raw (disk.xml:40:5)",
            "disk vdb bus:  → virtio-blk-pci (disk.xml:40:5)",
            "serial 0 type:  → pty (web.xml:60:3)",
            "serial 0 model:  → isa-serial (web.xml:60:3)",
            "interface 52:54:00:00:00:01 type: user →  ()",
            "interface 52:54:00:00:00:01 model: virtio-net-pci →  ()");
  }

  @Test
  void of_otherRunDirectory_monitorDiffers() {
    Command command = QemuCommand.of(Guests.qemu("web").build(), QemuCommands.FILES);
    List<String> elsewhere =
        command.arguments().stream().map(a -> a.replace("/run/vcg", "/tmp/x")).toList();

    assertThat(compare(command, elsewhere))
        .extracting(d -> d.object() + " " + d.field() + " " + d.before())
        .containsExactly("machine monitor path=/tmp/x/web.qemu/events path=/tmp/x/web.qemu/qmp");
  }

  /** Guests that were started before there was that monitor run on. */
  @Test
  void of_processWithoutMonitorForEvents_none() {
    Command command = QemuCommand.of(Guests.qemu("web").build(), QemuCommands.FILES);
    List<String> words = new ArrayList<>(command.arguments());
    int first = words.indexOf("chardev=monitor,mode=control") + 1;
    List<String> events = words.subList(first, first + 4);

    assertThat(events).contains("chardev=events,mode=control");
    events.clear();

    assertThat(compare(command, words)).isEmpty();
  }

  @Test
  void of_argumentsOfAnotherProgram_doesNotFail() {
    Command command = QemuCommand.of(Guests.qemu("web").build(), QemuCommands.FILES);

    assertThat(compare(command, List.of("", "-device", "{broken", "-m", "-blockdev", "x", "-c")))
        .isNotEmpty();
  }

  private static List<Difference> compare(Command desired, List<String> actual) {
    return CommandDifferences.of(desired, actual, Difference.Cause.DOCUMENT);
  }

  private static List<String> lines(Guests running, Guests wanted) {
    List<String> arguments = QemuCommand.of(running.build(), QemuCommands.FILES).arguments();
    return compare(QemuCommand.of(wanted.build(), QemuCommands.FILES), arguments).stream()
        .map(d ->
            "%s %s: %s → %s (%s)"
                .formatted(
                    d.object(),
                    d.field(),
                    d.before(),
                    d.after(),
                    d.at().map(Object::toString).orElse("")))
        .toList();
  }
}
