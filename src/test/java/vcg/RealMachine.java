package vcg;

import java.io.IOException;
import java.nio.file.Path;
import java.util.TreeMap;
import vcg.cgroup.CgroupFs;
import vcg.cgroup.DevicePrograms;
import vcg.cgroup.Layout;
import vcg.cgroup.Mappings;
import vcg.guest.FakeProcesses;
import vcg.guest.FakeRecords;
import vcg.guest.GuestFiles;
import vcg.linux.BpfDevicePrograms;
import vcg.linux.CgroupFiles;
import vcg.linux.HostProbe;
import vcg.linux.LinuxHost;
import vcg.linux.ParkedProcesses;
import vcg.linux.TestCgroup;
import vcg.model.Actual;
import vcg.model.Host;

/**
 * This machine with its kernel, below a cgroup of the test's own. Its guests are parked processes:
 * they start and end by moving in and out.
 */
public final class RealMachine implements MachineUnderTest {
  private final LinuxHost linux;
  private final CgroupFs fs;
  private final BpfDevicePrograms programs;
  private final FakeProcesses processes;
  private final FakeRecords records = new FakeRecords();
  private final GuestFiles files;
  private Host host;

  private RealMachine(TestCgroup cgroup, LinuxHost linux, int guests, Path runDirectory)
      throws IOException {
    this.linux = linux;
    this.fs = CgroupFiles.open(linux.hierarchies());
    this.programs = new BpfDevicePrograms(linux.hierarchies());
    // a container may start before the virtual machine of its name has ended
    this.processes = new FakeProcesses(fs, ParkedProcesses.start(cgroup, linux, fs, 2 * guests));
    this.files = new GuestFiles(runDirectory);
    this.host = probe(new Layout(Layout.Kind.FLAT, cgroup.path()), Mappings.DEFAULT);
  }

  /**
   * Starts what plays the guests.
   *
   * @param guests how many can run at a time
   * @param runDirectory for what guests keep while they run
   */
  public static RealMachine open(TestCgroup cgroup, int guests, Path runDirectory)
      throws IOException {
    return new RealMachine(cgroup, LinuxHost.read(), guests, runDirectory);
  }

  /** From now on it is looked at with these options, and as it is now. */
  public void configure(Layout.Kind kind, Mappings mappings) throws IOException {
    host = probe(new Layout(kind, host.layout().parent()), mappings);
  }

  private Host probe(Layout layout, Mappings mappings) throws IOException {
    return HostProbe.probe(layout, mappings, linux, fs, programs::refusal);
  }

  @Override
  public CgroupFs fs() {
    return fs;
  }

  @Override
  public FakeProcesses processes() {
    return processes;
  }

  @Override
  public DevicePrograms programs() {
    return programs;
  }

  @Override
  public FakeRecords records() {
    return records;
  }

  @Override
  public GuestFiles files() {
    return files;
  }

  @Override
  public Layout layout() {
    return host.layout();
  }

  @Override
  public Host host() {
    return host;
  }

  @Override
  public Actual ofFakeGuests(Actual seen) {
    return new Actual(
        seen.host(),
        seen.guests(),
        seen.parent(),
        seen.partitions(),
        seen.remembered(),
        seen.devices(),
        seen.foreign(),
        new TreeMap<>()); // no QEMU and no image is needed
  }
}
