package vcg.report;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.DeviceNumber;
import vcg.cgroup.DevicePolicy;
import vcg.cgroup.DeviceRule;
import vcg.cgroup.Group;
import vcg.cgroup.Knob;
import vcg.cgroup.Value;
import vcg.model.Bytes;
import vcg.model.Change;
import vcg.model.Command;
import vcg.model.GuestUser;
import vcg.model.LiveChange;
import vcg.model.LiveSetting;
import vcg.model.NetworkBackend;
import vcg.model.Preparation;
import vcg.model.ProcessId;
import vcg.model.Scheduling;

/** Steps of every kind. */
final class Steps {
  private static final CgroupPath CPU = CgroupPath.parse("cpu:/system/web");
  private static final CgroupPath UNIFIED = CgroupPath.parse("unified:/system/web");
  private static final ProcessId PROCESS = new ProcessId(41, 7);

  private Steps() {}

  static List<Change> all() {
    return List.of(
        new Change.CreateCgroup(CPU),
        Samples.shares("cpu:/system/web", 1024, 2048),
        ofDevice(),
        new Change.SetControllers(UNIFIED, List.of("cpu", "io"), List.of("memory")),
        new Change.MakeThreaded(UNIFIED.child("vcpu0")),
        new Change.MovePages(CPU),
        new Change.DenyDevices(CPU),
        allow("devices:/system/web", "b 8:0 rw"),
        new Change.DenyDevice(CPU, DeviceRule.parse("c 42:* rwm")),
        new Change.AttachDevices(
            UNIFIED,
            DevicePolicy.of(List.of(DeviceRule.parse("c 1:3 rw"), DeviceRule.parse("b 8:0 r")))),
        new Change.MoveThread(CPU.child("vcpu0"), PROCESS, 43),
        new Change.SetScheduler(
            Samples.WEB,
            PROCESS,
            Group.vcpu(0),
            Scheduling.ORDINARY,
            new Scheduling(Scheduling.Policy.FIFO, 5)),
        new Change.MoveProcess(CPU, PROCESS),
        new Change.GrantAccess(
            "/images/a.qcow2", new GuestUser("nobody", 65534, 65534), true, true, false),
        new Change.RevokeAccess("/images/b.img", new GuestUser("5:6", 5, 6), false),
        start(),
        new Change.StopGuest(Samples.WEB, PROCESS, Optional.of(UNIFIED), 60),
        new Change.StopGuest(Samples.WEB, PROCESS, Optional.empty(), 0),
        new Change.ClearContainer(Samples.WEB, List.of(CPU, UNIFIED)),
        new Change.AddTap(
            Samples.WEB,
            "vcgt0123456789",
            Optional.of("br0"),
            true,
            Optional.of(9000),
            true,
            Optional.of(new GuestUser("nobody", 65534, 65534)),
            Optional.empty(),
            Optional.empty()),
        new Change.AddTap(
            Samples.WEB,
            "web0",
            Optional.empty(),
            false,
            Optional.empty(),
            false,
            Optional.empty(),
            Optional.of("/etc/up"),
            Optional.of("/etc/down")),
        new Change.ConnectTap(Samples.WEB, "web0", "br1"),
        new Change.AddVeth(Samples.WEB, "v0", "p0", Optional.of("br0"), Optional.of(9000)),
        new Change.AddVeth(Samples.WEB, "v0", "p0", Optional.empty(), Optional.empty()),
        new Change.AddMacvtap(
            Samples.WEB,
            "web1",
            "eth0",
            NetworkBackend.Mode.PASSTHROUGH,
            "52:54:00:00:00:01",
            Optional.of(9000)),
        new Change.RemoveTap(Samples.WEB, "web0"),
        new Change.PauseGuest(Samples.WEB, PROCESS),
        new Change.ResumeGuest(Samples.WEB, PROCESS),
        live(new LiveChange.Plug("disk-vdb", List.of(option()))),
        live(new LiveChange.Unplug("disk-vdb", List.of(new LiveChange.Part("-blockdev", "b")))),
        live(new LiveChange.Eject("disk-hdc", List.of())),
        live(new LiveChange.Insert("disk-hdc", List.of(option()), "hdc-format")),
        live(new LiveChange.SetBoot("disk-vda", Optional.of(1), option())),
        live(new LiveChange.SetBalloon(new Bytes(1 << 20), true)),
        live(new LiveChange.Set(new LiveSetting.BalloonStats(5))),
        live(
            new LiveChange.SetAction(
                new Command.Option(
                    "-action", Optional.of("reboot=reset"), "on_reboot", Optional.empty()))),
        live(
            new LiveChange.PlugVcpus(
                2, new TreeMap<>(java.util.Map.of(Group.vcpu(1), List.of(CPU))))),
        live(new LiveChange.UnplugVcpus(1)),
        live(new LiveChange.AddIoThread(Group.iothread(1), option(), List.of(CPU))),
        live(new LiveChange.RemoveIoThread(Group.iothread(1))),
        new Change.ResetGuest(Samples.WEB, PROCESS, true),
        new Change.RemoveCgroup(CPU));
  }

  private static Change live(LiveChange change) {
    return new Change.ChangeLive(Samples.WEB, change);
  }

  private static Command.Option option() {
    return new Command.Option(
        "-device", Optional.of("{\"id\":\"disk-vdb\"}"), "disk vdb", Optional.empty());
  }

  static Change.AllowDevice allow(String cgroup, String rule) {
    return new Change.AllowDevice(CgroupPath.parse(cgroup), DeviceRule.parse(rule));
  }

  private static Change.WriteSetting ofDevice() {
    SortedMap<Knob, Value> reads = new TreeMap<>();
    reads.put(Knob.BLKIO_READ_BYTES, Value.amount(4096));
    return new Change.WriteSetting(
        CgroupPath.parse("blkio:/system/web"),
        Optional.of(new DeviceNumber(8, 0)),
        "blkio.throttle.read_bps_device",
        "",
        "8:0 4096",
        reads);
  }

  private static Change.StartGuest start() {
    SortedMap<Group, List<CgroupPath>> groups = new TreeMap<>();
    groups.put(Group.vcpu(0), List.of(CPU.child("vcpu0")));
    groups.put(Group.EMULATOR, List.of(CPU.child("emulator")));
    Command command =
        new Command(
            "/usr/bin/qemu-system-x86_64",
            List.of(new Command.Option("-S", Optional.empty(), "run", Optional.empty())),
            List.of(new Preparation.Directory("/made")),
            List.of(new LiveSetting.Link("nic-1", false)),
            new TreeMap<>(java.util.Map.of("TZ", "Europe/Paris")),
            List.of(
                new Command.Helper(
                    new Command("/usr/bin/swtpm", List.of(option())), "/run/vcg/web.qemu/tpm")),
            new TreeMap<>(java.util.Map.of(3, "vcgt0123456789")),
            Optional.empty());
    return new Change.StartGuest(
        Samples.WEB,
        command,
        Optional.of(new GuestUser("nobody", 65534, 65534)),
        List.of(CPU),
        groups,
        new TreeMap<>(java.util.Map.of(Group.EMULATOR, new Scheduling(Scheduling.Policy.RR, 99))),
        false);
  }
}
