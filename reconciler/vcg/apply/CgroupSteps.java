package vcg.apply;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vcg.cgroup.CgroupException;
import vcg.cgroup.CgroupFs;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.DevicePrograms;
import vcg.cgroup.Group;
import vcg.cgroup.Knob;
import vcg.cgroup.Value;
import vcg.model.Change;

/** The steps that concern directories and their files. */
public final class CgroupSteps {
  private static final Logger LOG = LoggerFactory.getLogger(CgroupSteps.class);

  private final CgroupFs fs;

  private final DevicePrograms programs;

  public CgroupSteps(CgroupFs fs, DevicePrograms programs) {
    this.fs = fs;
    this.programs = programs;
  }

  /** Does a step that concerns the files of a directory. */
  void perform(Change step) throws IOException {
    switch (step) {
      case Change.WriteSetting write -> write(write);
      case Change.SetControllers set -> setControllers(set);
      case Change.MakeThreaded(CgroupPath cgroup) -> put(cgroup, "cgroup.type", "threaded");
      case Change.MovePages(CgroupPath cgroup) -> put(cgroup, "cpuset.memory_migrate", "1");
      case Change.DenyDevices(CgroupPath cgroup) -> put(cgroup, "devices.deny", "a");
      case Change.AllowDevice(CgroupPath cgroup, var rule) ->
          put(cgroup, "devices.allow", rule.toString());
      case Change.DenyDevice(CgroupPath cgroup, var rule) ->
          put(cgroup, "devices.deny", rule.toString());
      case Change.AttachDevices(CgroupPath cgroup, var policy) -> {
        programs.attach(cgroup, policy);
        LOG.info("{}: device program of {} rules", cgroup, policy.rules().size());
      }
      case Change.CreateCgroup _,
          Change.MoveProcess _,
          Change.MoveThread _,
          Change.SetScheduler _,
          Change.GrantAccess _,
          Change.RevokeAccess _,
          Change.StartGuest _,
          Change.StopGuest _,
          Change.ClearContainer _,
          Change.AddTap _,
          Change.ConnectTap _,
          Change.AddVeth _,
          Change.AddMacvtap _,
          Change.RemoveTap _,
          Change.PauseGuest _,
          Change.ResumeGuest _,
          Change.ChangeLive _,
          Change.ResetGuest _,
          Change.RemoveCgroup _ ->
          throw new AssertionError("not a step that concerns files: " + step);
    }
  }

  private void put(CgroupPath cgroup, String file, String value) throws IOException {
    fs.write(cgroup, file, value);
    LOG.info("{}/{}: {}", cgroup, file, value);
  }

  private void setControllers(Change.SetControllers set) throws IOException {
    String words =
        Stream.concat(
                set.on().stream().map(name -> "+" + name),
                set.off().stream().map(name -> "-" + name))
            .collect(Collectors.joining(" "));
    put(set.cgroup(), "cgroup.subtree_control", words);
  }

  boolean create(CgroupPath cgroup) throws IOException {
    Optional<CgroupPath> guest =
        cgroup.parent().filter(p -> cgroup.equals(p.child(Group.CONTAINER.toString())));
    if (guest.isPresent()) {
      limitInside(guest.get());
    }
    boolean made = fs.create(cgroup);
    if (made) {
      LOG.info("{}: made", cgroup);
    }
    return made;
  }

  /** Before Linux 5.11 a limit of memory reaches the directories inside only where this is said. */
  private void limitInside(CgroupPath cgroup) throws IOException {
    String file = "memory.use_hierarchy";
    if (fs.read(cgroup, file).filter("0"::equals).isPresent()) {
      put(cgroup, file, "1");
    }
  }

  void remove(CgroupPath cgroup) throws IOException {
    if (fs.remove(cgroup)) {
      LOG.info("{}: removed", cgroup);
    }
  }

  /** Writes, and reads back: what did not stick is an error. */
  private void write(Change.WriteSetting write) throws IOException {
    try {
      fs.write(write.cgroup(), write.target(), write.to());
    } catch (CgroupException e) {
      boolean inUse =
          e.errno().equals("EBUSY") && write.reads().firstKey().unit() == Knob.Unit.BYTES;
      throw inUse ? new IOException(e.getMessage() + "; the guest uses more than that", e) : e;
    }
    String now =
        fs.read(write.cgroup(), write.file())
            .orElseThrow(() -> new IOException(name(write) + " is gone after it was written"));
    for (Map.Entry<Knob, Value> entry : write.reads().entrySet()) {
      if (!write.spelling(entry.getKey()).parse(now).equals(entry.getValue())) {
        throw new IOException(
            name(write) + " holds " + now + " after \"" + write.to() + "\" was written");
      }
    }
    LOG.info("{}: {} → {}", name(write), write.from(), now);
  }

  void move(Change.MoveProcess move) throws IOException {
    String pid = Long.toString(move.process().pid());
    fs.write(move.cgroup(), "cgroup.procs", pid);
    LOG.info("{}: process {} brought back", move.cgroup(), pid);
  }

  void moveThread(CgroupPath cgroup, long thread) throws IOException {
    fs.write(cgroup, cgroup.isUnified() ? "cgroup.threads" : "tasks", Long.toString(thread));
    LOG.info("{}: thread {}", cgroup, thread);
  }

  /** The numbers of the processes in a directory; none: it is not there. */
  List<Long> processes(CgroupPath cgroup) throws IOException {
    try {
      return fs.read(cgroup, "cgroup.procs").stream()
          .flatMap(String::lines)
          .map(Long::valueOf)
          .toList();
    } catch (CgroupException e) {
      if (e.errno().equals("EOPNOTSUPP")) { // only for threads: the directory above names them
        return List.of();
      }
      throw e;
    }
  }

  /** The same with those in the directories inside it. */
  List<Long> allProcesses(CgroupPath top) throws IOException {
    List<Long> all = new ArrayList<>();
    for (CgroupPath cgroup : fs.tree(top)) {
      all.addAll(processes(cgroup));
    }
    return all;
  }

  /** Lets go on what was frozen inside a directory; on v2 also who is frozen can be ended. */
  void thawInside(CgroupPath top) throws IOException {
    for (CgroupPath cgroup : fs.tree(top)) {
      if (!cgroup.equals(top)
          && !fs.read(cgroup, "freezer.self_freezing").orElse("0").equals("0")) {
        put(cgroup, "freezer.state", "THAWED");
      }
    }
  }

  /** Removes what is inside a directory. */
  void removeInside(CgroupPath top) throws IOException {
    for (CgroupPath cgroup : fs.tree(top)) {
      if (!cgroup.equals(top)) {
        remove(cgroup);
      }
    }
  }

  /** Ends every process in a directory of v2 and below it, where the kernel can do that. */
  boolean kill(CgroupPath tree) throws IOException {
    if (fs.read(tree, "cgroup.events").isEmpty() || !fs.files(tree).contains("cgroup.kill")) {
      return false;
    }
    fs.write(tree, "cgroup.kill", "1");
    LOG.info("{}: all in it killed", tree);
    return true;
  }

  private static String name(Change.WriteSetting write) {
    return write.cgroup() + "/" + write.target();
  }
}
