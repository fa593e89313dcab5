package vcg.cli;

import java.io.IOException;
import vcg.apply.Applier;
import vcg.apply.CgroupSteps;
import vcg.apply.GuestSteps;
import vcg.cgroup.CgroupFs;
import vcg.cgroup.Layout;
import vcg.guest.GuestFiles;
import vcg.guest.Monitors;
import vcg.guest.Processes;
import vcg.guest.Records;
import vcg.linux.CgroupFiles;
import vcg.linux.HostProbe;
import vcg.linux.LinuxHost;
import vcg.linux.LinuxProcesses;
import vcg.linux.QmpMonitors;
import vcg.linux.StateDirectory;
import vcg.model.Actual;
import vcg.model.Desired;
import vcg.model.Host;
import vcg.observe.Observer;
import vcg.observe.ProcessFinder;

/** The host that vcg runs on, with every door to it. */
record LiveHost(
    Host host,
    CgroupFs fs,
    Processes processes,
    Monitors monitors,
    Records records,
    GuestFiles files) {

  /** Looks at the host; writes nothing. */
  static LiveHost open(Arguments arguments) throws UsageException, IOException {
    arguments.choice(Option.LAYOUT); // there is one as yet
    Layout layout = new Layout(parent(arguments));
    LinuxHost linux = LinuxHost.read();
    CgroupFs fs = CgroupFiles.open(linux.hierarchies());
    Host host = HostProbe.probe(layout, linux, fs);
    return new LiveHost(
        host,
        fs,
        new LinuxProcesses(linux.mounts(), fs),
        new QmpMonitors(),
        new StateDirectory(Stages.stateDirectory(arguments)),
        Stages.files(arguments));
  }

  private static String parent(Arguments arguments) throws UsageException {
    String parent = arguments.get(Option.CGROUP_PARENT, "/");
    String clean = parent.length() > 1 ? parent.replaceAll("/+$", "") : parent;
    if (!clean.startsWith("/") || (clean + "/").contains("/../") || clean.contains("//")) {
      throw new UsageException(
          "--cgroup-parent is \"" + parent + "\", must be an absolute path without ..");
    }
    return clean;
  }

  Actual observe(Desired desired) throws IOException {
    ProcessFinder finder = new ProcessFinder(processes, monitors, files);
    return new Observer(host, fs, records, finder).observe(desired);
  }

  Applier applier() {
    return new Applier(new CgroupSteps(fs), new GuestSteps(processes, monitors, files), records);
  }
}
