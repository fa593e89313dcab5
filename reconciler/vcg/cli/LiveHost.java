package vcg.cli;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import vcg.apply.Applier;
import vcg.apply.CgroupSteps;
import vcg.apply.GuestSteps;
import vcg.apply.LiveSteps;
import vcg.cgroup.CgroupFs;
import vcg.cgroup.DevicePrograms;
import vcg.guest.GuestFiles;
import vcg.guest.Monitors;
import vcg.guest.Processes;
import vcg.guest.Records;
import vcg.linux.BpfDevicePrograms;
import vcg.linux.CgroupFiles;
import vcg.linux.HostProbe;
import vcg.linux.IpTaps;
import vcg.linux.LinuxFileAccess;
import vcg.linux.LinuxHost;
import vcg.linux.LinuxProcesses;
import vcg.linux.QmpMonitors;
import vcg.linux.RunFiles;
import vcg.linux.StateDirectory;
import vcg.model.Actual;
import vcg.model.Desired;
import vcg.model.Diagnosis;
import vcg.model.GuestUser;
import vcg.model.Host;
import vcg.observe.Observer;
import vcg.observe.ProcessFinder;

/** The host that vcg runs on, with every door to it. */
record LiveHost(
    Host host,
    CgroupFs fs,
    DevicePrograms programs,
    Processes processes,
    Monitors monitors,
    Records records,
    GuestFiles files,
    Optional<GuestUser> user) {
  private static final int GUESTS_AT_ONCE = 8;

  /** Looks at the host; writes nothing. */
  static LiveHost open(Arguments arguments) throws UsageException, IOException {
    return open(arguments, new StateDirectory(Stages.stateDirectory(arguments)));
  }

  /**
   * The same for whoever only looks: what vcg remembers and cannot be read is told of.
   *
   * @param console where that is told
   */
  static LiveHost looking(Arguments arguments, Console console) throws UsageException, IOException {
    return open(
        arguments,
        StateDirectory.looking(
            Stages.stateDirectory(arguments), why -> console.note("vcg: " + why + "\n")));
  }

  /**
   * The same for whoever acts on it: what vcg cannot remember is rebuilt.
   *
   * @param told is told of that
   */
  static LiveHost open(Arguments arguments, Consumer<String> told)
      throws UsageException, IOException {
    return open(arguments, StateDirectory.rebuilding(Stages.stateDirectory(arguments), told));
  }

  private static LiveHost open(Arguments arguments, Records records)
      throws UsageException, IOException {
    LinuxHost linux = LinuxHost.read();
    CgroupFs fs = CgroupFiles.open(linux.hierarchies());
    BpfDevicePrograms programs = new BpfDevicePrograms(linux.hierarchies());
    Host host =
        HostProbe.probe(
            HostOptions.layout(arguments, linux),
            HostOptions.mappings(arguments),
            linux,
            fs,
            programs::refusal);
    return new LiveHost(
        host,
        fs,
        programs,
        new LinuxProcesses(linux.mounts(), fs),
        new QmpMonitors(),
        records,
        Stages.files(arguments),
        Stages.user(arguments));
  }

  /** The same for a host on which nothing could be done, and why. */
  static Diagnosis look(Arguments arguments) throws UsageException, IOException {
    LinuxHost linux = LinuxHost.read();
    return HostProbe.look(
        HostOptions.layout(arguments, linux),
        HostOptions.mappings(arguments),
        linux,
        CgroupFiles.open(linux.hierarchies()),
        new BpfDevicePrograms(linux.hierarchies())::refusal);
  }

  /** The same doors to what the host is now: mounts and controllers may have changed. */
  LiveHost again(Arguments arguments) throws UsageException, IOException {
    LinuxHost linux = LinuxHost.read();
    Host now =
        HostProbe.probe(
            HostOptions.layout(arguments, linux),
            HostOptions.mappings(arguments),
            linux,
            fs,
            new BpfDevicePrograms(linux.hierarchies())::refusal);
    return now.equals(host)
        ? this
        : new LiveHost(now, fs, programs, processes, monitors, records, files, user);
  }

  /** The same by way of another cgroup file system. */
  LiveHost through(CgroupFs other) {
    return new LiveHost(host, other, programs, processes, monitors, records, files, user);
  }

  Actual observe(Desired desired) throws IOException {
    return observer().observe(desired);
  }

  /** What looks for whoever will carry out what that leads to. */
  Observer actor() {
    return observer().beforeStart(processes::announce);
  }

  Observer observer() {
    ProcessFinder finder = new ProcessFinder(processes, monitors, files, new RunFiles(files));
    return new Observer(host, fs, programs, records, finder, user);
  }

  Applier applier() {
    return applier(records);
  }

  /** What carries out steps and remembers by these records. */
  Applier applier(Records remembered) {
    CgroupSteps cgroups = new CgroupSteps(fs, programs);
    return new Applier(
        cgroups,
        new GuestSteps(
            processes,
            monitors,
            new RunFiles(files),
            files,
            new LinuxFileAccess(),
            new IpTaps(),
            cgroups),
        new LiveSteps(monitors, files, cgroups),
        remembered,
        host.layout(),
        GUESTS_AT_ONCE,
        InstantSource.system());
  }
}
