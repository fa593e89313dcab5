package vcg.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import vcg.cgroup.Group;
import vcg.model.Bytes;
import vcg.model.Command;
import vcg.model.Difference;
import vcg.model.DiskDrive;
import vcg.model.Disks;
import vcg.model.Guest;
import vcg.model.Guests;
import vcg.model.LiveChange;
import vcg.model.LiveDevices;
import vcg.model.LiveSetting;
import vcg.model.ProcessId;
import vcg.model.Running;

class HotPlugTest {
  private static final GuestFiles FILES =
      new GuestFiles(Path.of("/run/vcg"), Path.of("/var/log/vcg"));
  private static final Guest ONE_DISK =
      Guests.qemu("web").disk(Disks.file("vda", "/a.img")).build();
  private static final Guest TWO_DISKS =
      Guests.qemu("web")
          .disk(Disks.file("vda", "/a.img"))
          .disk(Disks.file("vdb", "/b.img"))
          .build();

  private final List<String> arguments = new ArrayList<>();
  private final TreeSet<String> devices = new TreeSet<>();
  private final TreeMap<String, String> nodes = new TreeMap<>();
  private final SortedMap<String, String> notes = new TreeMap<>();
  private final SortedMap<String, String> media = new TreeMap<>();
  private final SortedMap<String, SortedMap<String, String>> settings = new TreeMap<>();
  private int vcpus = 1;

  @Test
  void of_asStarted_nothing() {
    started(TWO_DISKS);

    assertThat(compare(TWO_DISKS)).isEqualTo(HotPlug.Result.NOTHING);
  }

  @Test
  void of_pluggedAsNoted_nothing() {
    started(ONE_DISK);
    plugged(TWO_DISKS, "vdb");

    assertThat(compare(TWO_DISKS)).isEqualTo(HotPlug.Result.NOTHING);
  }

  @Test
  void of_takenOutAndNotAskedFor_nothing() {
    started(TWO_DISKS);
    devices.remove("disk-vdb");
    nodes.keySet().removeIf(node -> node.startsWith("vdb"));

    assertThat(compare(ONE_DISK)).isEqualTo(HotPlug.Result.NOTHING);
  }

  @Test
  void of_notedButNotThere_isPluggedIn() {
    started(ONE_DISK);
    plugged(TWO_DISKS, "vdb");
    devices.remove("disk-vdb");
    nodes.keySet().removeIf(node -> node.startsWith("vdb"));

    HotPlug.Result result = compare(TWO_DISKS);

    assertThat(result.in())
        .singleElement()
        .isInstanceOfSatisfying(
            LiveChange.Plug.class,
            plug -> {
              assertThat(plug.device()).isEqualTo("disk-vdb");
              assertThat(plug.options())
                  .extracting(Command.Option::name)
                  .containsExactly("-blockdev", "-blockdev", "-device");
            });
    assertThat(result.restart()).isEmpty();
  }

  @Test
  void of_deviceGoneLater_partsAreTakenOut() {
    started(TWO_DISKS);
    devices.remove("disk-vdb");
    Notes.asked("disk-vdb", notes);

    assertThat(compare(ONE_DISK).out())
        .containsExactly(
            new LiveChange.Unplug(
                "disk-vdb",
                List.of(
                    new LiveChange.Part("-blockdev", "vdb-format"),
                    new LiveChange.Part("-blockdev", "vdb-source"))));
  }

  @Test
  void of_askedToLetGo_waits() {
    started(TWO_DISKS);
    Notes.asked("disk-vdb", notes);

    HotPlug.Result result = compare(ONE_DISK);

    assertThat(result.isNothing()).isTrue();
    assertThat(result.waiting())
        .containsExactly("disk vdb is still plugged in: the guest was asked to let go of it");
    assertThat(result.differences()).isNotEmpty();
    assertThat(result.restart()).isEmpty();
  }

  @Test
  void of_otherFileThanItWasStartedWith_isADifference() {
    started(ONE_DISK);
    nodes.put("vda-source", "/other.img");

    assertThat(compare(ONE_DISK).restart())
        .singleElement()
        .extracting(Difference::before, Difference::after)
        .containsExactly("/other.img", "/a.img");
  }

  @Test
  void of_notLookedAt_everythingIsARestart() {
    started(ONE_DISK);
    Running running =
        new Running(
            new ProcessId(1, 1),
            Running.State.RUNNING,
            new TreeMap<>(),
            new TreeMap<>(),
            arguments,
            Optional.empty());

    HotPlug.Result result =
        HotPlug.of(TWO_DISKS, FILES, running, new TreeMap<>(), Difference.Cause.DOCUMENT);

    assertThat(result.isNothing()).isTrue();
    assertThat(result.restart()).isNotEmpty();
  }

  @Test
  void of_limitsOfADisk_areSetAndTakenAway() {
    Guest limited = Guests.qemu("web").disk(limited("vda", 5000)).build();
    started(limited);

    HotPlug.Result set = compare(limited);
    settings.put("throttle disk-vda", new TreeMap<>(Map.of("iotune total_bytes_sec", "5000")));
    final HotPlug.Result inSync = compare(limited);
    settings.get("throttle disk-vda").put("iotune total_bytes_sec", "7");
    final HotPlug.Result drift = compare(limited);
    final HotPlug.Result taken = compare(ONE_DISK);

    assertThat(set.restart()).isEmpty();
    assertThat(told(set))
        .containsExactly(
            "block_set_io_throttle {bps=5000, bps_rd=0, bps_wr=0, group=disk-vda,"
                + " id=/machine/peripheral/disk-vda/virtio-backend, iops=0, iops_rd=0, iops_wr=0}");
    assertThat(inSync).isEqualTo(HotPlug.Result.NOTHING);
    assertThat(drift.differences())
        .extracting(Difference::object, Difference::field, Difference::before, Difference::after)
        .containsExactly(tuple("disk vda", "iotune total_bytes_sec", "7", "5000"));
    assertThat(told(taken)).singleElement().asString().contains("bps=0, ");
  }

  @Test
  void of_limitedDiskPluggedIn_isLimitedOnceItIsThere() {
    started(ONE_DISK);
    Guest more =
        Guests.qemu("web").disk(Disks.file("vda", "/a.img")).disk(limited("vdb", 5000)).build();

    HotPlug.Result result = compare(more);

    assertThat(result.in()).hasSize(2);
    assertThat(result.in().getFirst()).isInstanceOf(LiveChange.Plug.class);
    assertThat(result.in().getLast()).isInstanceOf(LiveChange.Set.class);
  }

  @Test
  void of_limitsOfADiskThatIsToBeReplaced_areLeftAlone() {
    started(ONE_DISK);
    Guest other =
        Guests.qemu("web")
            .disk(
                Disks.of("vda", "/a.img")
                    .bus(DiskDrive.Bus.IDE)
                    .limited("total_bytes_sec", 5000)
                    .disk())
            .build();

    HotPlug.Result result = compare(other);

    assertThat(told(result)).isEmpty();
    assertThat(result.restart()).isNotEmpty();
  }

  @Test
  void of_fewerVirtualCpusOnKvm_areTakenOutAndAskedForOnce() {
    started(Guests.qemu("web").kvm().vcpus(3, 4).build());
    vcpus = 3;
    Guest fewer = Guests.qemu("web").kvm().vcpus(1, 4).build();

    HotPlug.Result result = compare(fewer);
    Notes.askedVcpus(1, notes);
    final HotPlug.Result asked = compare(fewer);
    vcpus = 1;

    assertThat(result.out()).containsExactly(new LiveChange.UnplugVcpus(1));
    assertThat(result.ends(Group.vcpu(1))).isTrue();
    assertThat(result.ends(Group.vcpu(0))).isFalse();
    assertThat(result.restart()).isEmpty();
    assertThat(asked.isNothing()).isTrue();
    assertThat(asked.waiting())
        .containsExactly("the guest has 3 virtual CPUs, it was asked to keep 1");
    assertThat(compare(fewer)).isEqualTo(HotPlug.Result.NOTHING);
  }

  @Test
  void of_fewerVirtualCpusWithoutKvm_needARestart() {
    started(Guests.qemu("web").vcpus(2, 4).build());
    vcpus = 2;

    HotPlug.Result result = compare(Guests.qemu("web").vcpus(1, 4).build());

    assertThat(result.isNothing()).isTrue();
    assertThat(result.restart()).hasSize(1);
  }

  @Test
  void of_otherIoThreads_comeAndGo() {
    started(Guests.qemu("web").ioThreads(1).build());

    HotPlug.Result more = compare(Guests.qemu("web").ioThreads(2).build());
    HotPlug.Result none = compare(Guests.qemu("web").build());

    assertThat(more.restart()).isEmpty();
    assertThat(more.in())
        .singleElement()
        .isInstanceOfSatisfying(
            LiveChange.AddIoThread.class,
            add -> assertThat(add.thread()).isEqualTo(Group.iothread(2)));
    assertThat(none.restart()).isEmpty();
    assertThat(none.out()).containsExactly(new LiveChange.RemoveIoThread(Group.iothread(1)));
    devices.remove("iothread1");
    assertThat(compare(Guests.qemu("web").build())).isEqualTo(HotPlug.Result.NOTHING);
  }

  @Test
  void of_ioThreadOfADisk_comesBeforeItAndGoesAfterIt() {
    Guest with =
        Guests.qemu("web").ioThreads(1).disk(Disks.of("vda", "/a.img").ioThread(1).disk()).build();
    started(Guests.qemu("web").build());

    List<LiveChange> in = compare(with).in();
    arguments.clear();
    started(with);
    List<LiveChange> out = compare(Guests.qemu("web").build()).out();
    HotPlug.Result used =
        compare(Guests.qemu("web").disk(Disks.of("vda", "/a.img").ioThread(1).disk()).build());

    assertThat(in)
        .extracting(change -> change.getClass().getSimpleName())
        .containsExactly("AddIoThread", "Plug");
    assertThat(out)
        .extracting(change -> change.getClass().getSimpleName())
        .containsExactly("SetBoot", "Unplug", "RemoveIoThread");
    assertThat(used.isNothing()).isTrue();
    assertThat(used.restart()).hasSize(1);
  }

  private static DiskDrive limited(String target, long bytes) {
    return Disks.of(target, "/" + target.charAt(2) + ".img")
        .limited("total_bytes_sec", bytes)
        .disk();
  }

  private static List<String> told(HotPlug.Result result) {
    return result.in().stream()
        .filter(LiveChange.Set.class::isInstance)
        .map(LiveChange.Set.class::cast)
        .flatMap(set -> set.setting().requests().stream())
        .map(LiveSetting.Request::toString)
        .toList();
  }

  @Test
  void notes_textAndBack_areEqual() {
    plugged(TWO_DISKS, "vdb");
    Notes.asked("disk-vdb", notes);
    Notes.asked(new Bytes(1 << 20), notes);

    assertThat(Notes.parse(Notes.text(notes))).isEqualTo(notes).hasSize(5);
  }

  /** From now on this is what the process was started with, and has. */
  private void started(Guest guest) {
    Command command = QemuCommand.of(guest, FILES);
    arguments.addAll(command.arguments());
    command.options().forEach(this::has);
  }

  private void plugged(Guest guest, String target) {
    for (Command.Option option : QemuCommand.of(guest, FILES).options()) {
      if (Argument.of(option.name(), option.value()).key().contains(target)) {
        has(option);
        Notes.plugged(option, notes);
      }
    }
  }

  private void has(Command.Option option) {
    Argument argument = Argument.of(option.name(), option.value());
    switch (option.name()) {
      case "-device" -> {
        devices.add(argument.key());
        Optional.ofNullable(argument.leaves().get("drive"))
            .ifPresent(node -> media.put(argument.key(), node));
      }
      case "-object" -> devices.add(argument.key());
      case "-blockdev" -> nodes.put(argument.key(), argument.leaves().getOrDefault("filename", ""));
      default -> {}
    }
  }

  private HotPlug.Result compare(Guest guest) {
    Running running =
        new Running(
            new ProcessId(1, 1),
            Running.State.RUNNING,
            new TreeMap<>(),
            new TreeMap<>(),
            arguments,
            Optional.of(
                new LiveDevices(devices, nodes, media, notes, settings, vcpus, Optional.empty())));
    return HotPlug.of(guest, FILES, running, new TreeMap<>(), Difference.Cause.DOCUMENT);
  }
}
