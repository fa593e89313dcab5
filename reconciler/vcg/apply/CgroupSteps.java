package vcg.apply;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vcg.cgroup.CgroupException;
import vcg.cgroup.CgroupFs;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Knob;
import vcg.cgroup.Spelling;
import vcg.cgroup.Value;
import vcg.model.Change;

/** The steps that concern directories and their files. */
public final class CgroupSteps {
  private static final Logger LOG = LoggerFactory.getLogger(CgroupSteps.class);

  private final CgroupFs fs;

  public CgroupSteps(CgroupFs fs) {
    this.fs = fs;
  }

  boolean create(CgroupPath cgroup) throws IOException {
    boolean made = fs.create(cgroup);
    if (made) {
      LOG.info("{}: made", cgroup);
    }
    return made;
  }

  void remove(CgroupPath cgroup) throws IOException {
    if (fs.remove(cgroup)) {
      LOG.info("{}: removed", cgroup);
    }
  }

  /** Writes, and reads back: what did not stick is an error. */
  void write(Change.WriteSetting write) throws IOException {
    try {
      fs.write(write.cgroup(), write.file(), write.to());
    } catch (CgroupException e) {
      boolean inUse = e.errno().equals("EBUSY") && write.knob().unit() == Knob.Unit.BYTES;
      throw inUse ? new IOException(e.getMessage() + "; the guest uses more than that", e) : e;
    }
    String now =
        fs.read(write.cgroup(), write.file())
            .orElseThrow(() -> new IOException(name(write) + " is gone after it was written"));
    Spelling spelling = write.knob().spelling(write.file()).orElseThrow();
    Value holds = spelling.parse(now);
    if (!holds.equals(write.reads())) {
      throw new IOException(
          name(write) + " holds " + now + " after \"" + write.to() + "\" was written");
    }
    LOG.info("{}: {} → {}", name(write), write.from(), now);
  }

  void move(Change.MoveProcess move) throws IOException {
    String pid = Long.toString(move.process().pid());
    fs.write(move.cgroup(), "cgroup.procs", pid);
    LOG.info("{}: process {} brought back", move.cgroup(), pid);
  }

  private static String name(Change.WriteSetting write) {
    return write.cgroup() + "/" + write.file();
  }
}
