package vcg.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import vcg.cgroup.Controller;
import vcg.cgroup.Group;
import vcg.cgroup.Hierarchy;
import vcg.cgroup.Hierarchy.Version;
import vcg.cgroup.Knob;
import vcg.cgroup.Layout;
import vcg.cgroup.Mappings;
import vcg.model.ActualCgroup;
import vcg.model.ActualGuest;
import vcg.model.DeviceAccess;
import vcg.model.Driver;
import vcg.model.Guest;
import vcg.model.GuestId;
import vcg.model.Guests;
import vcg.model.Host;

class SchedulerTextTest {
  @Test
  void of_version1_isWhatTheKernelHolds() {
    Host host = host(Version.V1);
    ActualGuest there = holding(Map.of("cpu.shares", "77", "cpu.cfs_quota_us", "-1"), host);

    String text = SchedulerText.of(host, there, Optional.of(guest(2048)));

    assertThat(text)
        .isEqualTo(
            """
            Scheduler      : posix
            cpu_shares     : 77
            global_period  : -
            global_quota   : -1
            """);
  }

  @Test
  void of_version2WithTheWeightOfTheFile_showsItsShares() {
    assertThat(version2("174", "max 100000", Optional.of(guest(2048))))
        .contains("cpu_shares     : 2048 (cpu.weight 174)\n")
        .contains("global_period  : 100000\n")
        .contains("global_quota   : -1\n");
  }

  @Test
  void of_version2WithoutShares_showsTheDefault() {
    Guest guest = Guests.qemu("web").build();

    assertThat(version2("100", "25000 50000", Optional.of(guest)))
        .contains("cpu_shares     : 1024 (cpu.weight 100)\n")
        .contains("global_period  : 50000\n")
        .contains("global_quota   : 25000\n");
  }

  @Test
  void of_version2WithAnotherWeight_showsNoShares() {
    String expected = "cpu_shares     : - (cpu.weight 333)\n";

    assertThat(version2("333", "max 100000", Optional.of(guest(2048)))).contains(expected);
    assertThat(version2("333", "max 100000", Optional.empty())).contains(expected);
    assertThat(version2("100", "max 100000", Optional.empty()))
        .contains("cpu_shares     : - (cpu.weight 100)\n");
  }

  @Test
  void json_version2_namesFileAndWeight() {
    Host host = host(Version.V2);
    ActualGuest there = holding(Map.of("cpu.weight", "333", "cpu.max", "max 100000"), host);
    Guest guest = guest(2048);

    String json = SchedulerJson.of(host, guest.id(), there, Optional.of(guest));

    assertThat(json.replaceAll("\\s+", ""))
        .startsWith(
            "{\"formatVersion\":1,\"name\":\"web\",\"driver\":\"qemu\",\"scheduler\":\"posix\","
                + "\"parameters\":[{\"name\":\"cpu_shares\",\"value\":null,"
                + "\"file\":\"cpu.weight\",\"kernel\":333},{")
        .contains("{\"name\":\"global_quota\",\"value\":-1,\"file\":\"cpu.max\"}");
  }

  private static String version2(String weight, String max, Optional<Guest> guest) {
    Host host = host(Version.V2);
    return SchedulerText.of(
        host, holding(Map.of("cpu.weight", weight, "cpu.max", max), host), guest);
  }

  private static Guest guest(long shares) {
    return Guests.qemu("web").shares(shares).build();
  }

  private static ActualGuest holding(Map<String, String> contents, Host host) {
    TreeMap<Knob, String> held = new TreeMap<>();
    host.files()
        .forEach((knob, file) -> {
          if (contents.containsKey(file)) {
            held.put(knob, contents.get(file));
          }
        });
    return guest(cgroup("/system/web.qemu.libvirt", held), new TreeMap<>());
  }

  private static ActualGuest guest(ActualCgroup own, SortedMap<Group, ActualCgroup> groups) {
    return new ActualGuest(
        new GuestId(Driver.QEMU, "web"),
        Optional.empty(),
        Optional.empty(),
        own,
        groups,
        DeviceAccess.NONE);
  }

  private static ActualCgroup cgroup(String path, SortedMap<Knob, String> held) {
    return new ActualCgroup(
        path,
        new TreeSet<>(Set.of("cpu")),
        held,
        new TreeSet<>(),
        new TreeSet<>(),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void of_guestWithGroups_showsTheFirstOfEach() {
    Host host = host(Version.V1);
    TreeMap<Knob, String> held = new TreeMap<>();
    held.put(Knob.CPU_SHARES, "1024");
    TreeMap<Knob, String> vcpu = new TreeMap<>();
    vcpu.put(Knob.CPU_PERIOD, "50000");
    vcpu.put(Knob.CPU_QUOTA, "25000");
    TreeMap<Group, ActualCgroup> groups = new TreeMap<>();
    groups.put(Group.vcpu(0), cgroup("/system/web.qemu.libvirt/vcpu0", vcpu));

    String text =
        SchedulerText.of(
            host, guest(cgroup("/system/web.qemu.libvirt", held), groups), Optional.empty());

    assertThat(text)
        .contains("vcpu_period    : 50000\n")
        .contains("vcpu_quota     : 25000\n")
        .doesNotContain("emulator_quota", "iothread");
  }

  private static Host host(Version version) {
    Hierarchy cpu = new Hierarchy("cpu", version, "/sys/fs/cgroup");
    TreeMap<Knob, String> files = new TreeMap<>();
    for (Knob knob : Knob.values()) {
      if (knob.controller() == Controller.CPU) {
        files.put(knob, knob.spellings(version).getFirst().file());
      }
    }
    return new Host(
        "6.1.0",
        "boot-1",
        4096,
        Layout.flat("/"),
        new TreeMap<>(Map.of(Controller.CPU, cpu)),
        Optional.empty(),
        files,
        Mappings.DEFAULT,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        new TreeMap<>());
  }
}
