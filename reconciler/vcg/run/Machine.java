package vcg.run;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import vcg.apply.Applier;
import vcg.cgroup.CgroupCounts;
import vcg.cgroup.Knob;
import vcg.guest.GuestFiles;
import vcg.guest.LastGood;
import vcg.guest.Records;
import vcg.model.Actual;
import vcg.model.Change;
import vcg.model.Desired;
import vcg.model.Guest;
import vcg.model.GuestRecord;
import vcg.model.PartitionRecords;
import vcg.model.Usage;
import vcg.plan.PlanOptions;

/** The machine that the daemon works on: all doors to it, and what its operator chose. */
public interface Machine {
  /** What is stored of what vcg remembers. */
  Records records();

  LastGood lastGood();

  GuestFiles files();

  /** How plans are made now. */
  PlanOptions options(Time time) throws IOException;

  /** Says that a guest is probably to be started soon; returns at once. */
  void expectStart();

  /** Looks at some guests, and at what they need of partitions; writes nothing. */
  Actual look(Desired some, Collection<GuestRecord> theirs, PartitionRecords made)
      throws IOException;

  /**
   * Looks at some knobs of a running guest's directory, and at nothing else; writes nothing.
   *
   * @return what puts them right, as {@link vcg.plan.TouchUp} finds it
   */
  List<Change> touchUp(Guest guest, String cgroup, Collection<Knob> knobs) throws IOException;

  /** Looks at partitions alone; writes nothing. */
  Actual partitions(Desired desired, Collection<String> guests, PartitionRecords made)
      throws IOException;

  /** What carries out steps; asked for once. */
  Applier applier(Records records) throws IOException;

  /** What the guest in a directory uses; any thread may ask. */
  Usage usage(String cgroup) throws IOException;

  /** How directories of guests are named, such as {@code flat}. */
  String layout();

  /** What was asked of the kernel so far. */
  CgroupCounts counts();

  /** Finds out anew what this host can do: mounts and controllers may have changed. */
  void refresh() throws IOException;
}
