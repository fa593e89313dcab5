package vcg.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import vcg.cgroup.CgroupException;
import vcg.cgroup.CgroupFs;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.MountTable;
import vcg.model.Command;
import vcg.model.GuestUser;
import vcg.model.ProcessId;

/**
 * One start of one program, from the hook until the program runs or it is known why it does not.
 */
final class Launch {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int MOST_OF_LOG = 1024;

  private final Command command;
  private final Optional<GuestUser> user;
  private final List<CgroupPath> cgroups;
  private final Path log;
  private final MountTable mounts;
  private final CgroupFs fs;

  Launch(
      Command command,
      List<CgroupPath> cgroups,
      Path log,
      Optional<GuestUser> user,
      MountTable mounts,
      CgroupFs fs) {
    this.command = command;
    this.user = user;
    this.cgroups = cgroups;
    this.log = log;
    this.mounts = mounts;
    this.fs = fs;
  }

  /** A program that runs, and what vcg has of it as the one who started it. */
  record Started(ProcessId id, Child child) {}

  Started start() throws IOException {
    if (!Files.isExecutable(Path.of(command.program()))) {
      throw new IOException("cannot start " + command.program() + ": there is no such program");
    }
    makeLog();
    Child child =
        Child.start(
            ExecHook.commandLine(command, cgroups.stream().map(this::procsFile).toList(), user),
            log);
    boolean started = false;
    try {
      ProcessId id = follow(child);
      started = true;
      return new Started(id, child);
    } finally {
      if (!started) {
        child.kill();
      }
    }
  }

  private ProcessId follow(Child child) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Optional<ProcessId> began = ProcFiles.find(child.pid()); // it keeps its number
    String refused = untilHookIsDone(child);
    while (true) {
      Optional<ProcessId> id = ProcFiles.find(child.pid());
      if (id.isPresent() && isProgram(id.get())) {
        return id.get();
      }
      if (id.isEmpty()) {
        boolean container = command.config().isPresent();
        if (container && child.awaitStatus() != ExecHook.REFUSED) {
          // it may have done its work by now: whether it has is for others to find out
          return began.orElseGet(() -> new ProcessId(child.pid(), 0));
        }
        throw ended(child, refused);
      }
      if (System.nanoTime() > deadline) {
        throw new IOException("cannot start " + command.program() + ": it does not get to run");
      }
      LockSupport.parkNanos(500_000);
    }
  }

  /** What the hook printed; it ends when the program takes over, or with the hook. */
  private String untilHookIsDone(Child child) throws IOException {
    try {
      byte[] bytes = child.output().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      return new String(bytes, StandardCharsets.UTF_8).strip();
    } catch (TimeoutException e) {
      throw new IOException(
          "cannot start "
              + command.program()
              + ": it does not get into its cgroups, which may be"
              + " frozen: "
              + cgroups,
          e);
    } catch (ExecutionException e) {
      throw new IOException("cannot start " + command.program(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new java.io.InterruptedIOException(
          "interrupted while " + command.program() + " started");
    }
  }

  /** Whether the last exec of the hook is done; in the middle of one a command line is empty. */
  private boolean isProgram(ProcessId id) throws IOException {
    List<String> wanted = new ArrayList<>(List.of(command.program()));
    wanted.addAll(command.arguments());
    return ProcFiles.commandLine(id).filter(wanted::equals).isPresent();
  }

  private IOException ended(Child child, String refused) throws IOException {
    int code = child.awaitStatus();
    if (code == ExecHook.REFUSED) {
      return new IOException("cannot start " + command.program() + ": " + reason(refused));
    }
    if (code == ExecHook.NO_NODE) {
      return new IOException(
          "cannot start "
              + command.program()
              + ": macvtap device "
              + refused
              + " has no node in /dev");
    }
    String said = Terse.text(Files.readAllBytes(log), MOST_OF_LOG);
    return new IOException(
        "cannot start "
            + command.program()
            + ": it ended at once with exit code "
            + code
            + (said.isEmpty() ? "" : ": " + said));
  }

  /** The shell does not tell why; asked again with another process, the kernel does. */
  private String reason(String refused) throws IOException {
    CgroupPath cgroup =
        cgroups.stream().filter(c -> procsFile(c).equals(refused)).findFirst().orElseThrow();
    Process other = new ProcessBuilder("/bin/cat").start();
    try {
      fs.write(cgroup, "cgroup.procs", Long.toString(other.pid()));
      return cgroup + " refused it, for a reason that is gone by now";
    } catch (CgroupException e) {
      String hint =
          cgroup.hierarchy().contains("cpuset") && e.errno().equals("ENOSPC")
              ? ", its cpuset.cpus or cpuset.mems is empty"
              : "";
      return "cannot enter " + cgroup + ": " + e.errno() + hint;
    } finally {
      other.destroyForcibly().onExit().join();
    }
  }

  /**
   * The file through which a shell, which has one thread, moves itself. In v1 that is {@code
   * tasks}: for {@code cgroup.procs} the kernel waits until no thread of the machine is being made,
   * which takes 11 ms.
   */
  private String procsFile(CgroupPath cgroup) {
    String file = cgroup.isUnified() ? "/cgroup.procs" : "/tasks";
    return mounts
        .mount(cgroup.hierarchy())
        .map(m -> m.hierarchy().mount() + cgroup.path() + file)
        .orElseThrow(() -> new IllegalArgumentException("not mounted: " + cgroup));
  }

  private void makeLog() throws IOException {
    Path directory = log.toAbsolutePath().getParent();
    if (directory != null) {
      StateFile.makeDirectory(directory);
    }
    if (!Files.exists(log, LinkOption.NOFOLLOW_LINKS)) {
      Files.createFile(
          log, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
  }
}
