package vcg.cli;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vcg.apply.Applier;
import vcg.cgroup.CgroupCounts;
import vcg.cgroup.CountingCgroupFs;
import vcg.cgroup.Knob;
import vcg.guest.GuestFiles;
import vcg.guest.LastGood;
import vcg.guest.Records;
import vcg.linux.LastGoodFiles;
import vcg.model.Actual;
import vcg.model.Change;
import vcg.model.Desired;
import vcg.model.Guest;
import vcg.model.GuestRecord;
import vcg.model.PartitionRecords;
import vcg.model.Usage;
import vcg.observe.Usages;
import vcg.plan.PlanOptions;
import vcg.plan.TouchUp;
import vcg.run.Machine;
import vcg.run.Time;

/** The host that the daemon runs on. */
final class LiveMachine implements Machine {
  private static final Logger LOG = LoggerFactory.getLogger(LiveMachine.class);

  private final Arguments arguments;
  private final LastGoodFiles lastGood;
  private final CountingCgroupFs fs;
  private volatile LiveHost host;

  private LiveMachine(Arguments arguments, LiveHost host) {
    this.arguments = arguments;
    this.fs = new CountingCgroupFs(host.fs());
    this.host = host.through(fs);
    this.lastGood = new LastGoodFiles(Stages.stateDirectory(arguments));
  }

  static LiveMachine open(Arguments arguments) throws UsageException, IOException {
    return new LiveMachine(arguments, LiveHost.open(arguments, why -> LOG.warn("{}", why)));
  }

  @Override
  public Records records() {
    return host.records();
  }

  @Override
  public LastGood lastGood() {
    return lastGood;
  }

  @Override
  public GuestFiles files() {
    return host.files();
  }

  @Override
  public PlanOptions options(Time time) {
    return new PlanOptions(
        0, arguments.has(Option.ALLOW_BELOW_USE), host.files(), host.user(), time.wall());
  }

  @Override
  public void expectStart() {
    host.processes().announce();
  }

  @Override
  public Actual look(Desired some, Collection<GuestRecord> theirs, PartitionRecords made)
      throws IOException {
    return host.observer().observe(some, theirs, made);
  }

  @Override
  public List<Change> touchUp(Guest guest, String cgroup, Collection<Knob> knobs)
      throws IOException {
    return TouchUp.steps(host.host(), guest, cgroup, host.observer().contents(cgroup, knobs));
  }

  @Override
  public Actual partitions(Desired desired, Collection<String> guests, PartitionRecords made)
      throws IOException {
    return host.observer().partitions(desired, guests, made);
  }

  @Override
  public Applier applier(Records records) {
    return host.applier(records);
  }

  @Override
  public Usage usage(String cgroup) throws IOException {
    return new Usages(host.host(), fs).of(cgroup);
  }

  @Override
  public String layout() {
    return host.host().layout().kind().toString();
  }

  @Override
  public CgroupCounts counts() {
    return fs.counts();
  }

  @Override
  public void refresh() throws IOException {
    try {
      host = host.again(arguments);
    } catch (UsageException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
