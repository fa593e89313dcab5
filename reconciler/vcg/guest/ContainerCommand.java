package vcg.guest;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import vcg.model.Command;
import vcg.model.Guest;
import vcg.model.Inside;
import vcg.model.Machine;

/**
 * What starts a container: a shell that runs crun and notes how it ended.
 *
 * <p>The shell is in the container's cgroup and in a mount name space of its own. It says whose it
 * is on its command line, {@code -uuid U}, as QEMU does: so a vcg that comes later finds a
 * container that is still being started. Process 1 of the container is the child of its child.
 */
public final class ContainerCommand {
  /** What runs containers. */
  public static final String CRUN = "/usr/bin/crun";

  private static final String SHELL = "/bin/sh";
  private static final String NAME = "vcg-container";

  /**
   * Arguments: {@code -uuid}, the uuid, the directory with {@code config.json}, {@code host} where
   * the root file system is the host's, and {@code terminal} where the container has one. Nothing
   * is ever put into this text.
   *
   * <p>A terminal needs somebody at its other end all the time, and crun, which gives one, wants to
   * be started at one itself: {@code script} holds that, copies what comes to the log, and passes
   * on what is written to the pipe {@code typed}.
   *
   * <p>crun refuses hosts that have controllers in both versions of cgroups, although it is told to
   * leave cgroups alone: it does not get to see the second tree. When the memory limit is reached,
   * the kernel should end something in the container and not these two.
   */
  private static final String SCRIPT =
      """
      echo -999 2>/dev/null >/proc/self/oom_score_adj
      unified=/sys/fs/cgroup/unified
      if [ -e $unified/cgroup.controllers ]; then
        mount -t tmpfs -o ro,nosuid,nodev,noexec,size=4k none $unified || exit 70
      fi
      if [ "$4" = host ]; then
        mount --rbind / "$3/root" || exit 70
      fi
      run='/usr/bin/crun --root "$3/crun" --cgroup-manager=disabled run --pid-file "$3/pid" \
        --bundle "$3" "$2"'
      if [ "$5" = terminal ]; then
        mkfifo "$3/typed" || exit 70
        uuid=$2 directory=$3 run=$run SHELL=/bin/sh script -qefc '
          set -- -uuid "$uuid" "$directory"
          eval "exec $run"' /dev/null <>"$3/typed"
      else
        eval "$run"
      fi
      echo $? >"$3/status"
      """;

  private ContainerCommand() {}

  /** What starts a container; one document always gives the same. */
  static Command of(Guest guest, Machine.Container container, Inside inside, GuestFiles files) {
    List<Command.Option> options =
        List.of(
            option("-c", SCRIPT),
            option(NAME),
            option("-uuid", guest.uuid().toString()),
            option(files.directory(guest.id()).toString()),
            option(container.root().isPresent() ? "own" : "host"),
            option(container.hasTerminal() ? "terminal" : "none"));
    return new Command(
        SHELL,
        options,
        List.of(),
        List.of(),
        new TreeMap<>(),
        List.of(),
        new TreeMap<>(),
        Optional.of(OciConfig.of(guest, container, inside, files)));
  }

  private static Command.Option option(String word) {
    return new Command.Option(word, Optional.empty(), "container", Optional.empty());
  }

  private static Command.Option option(String word, String value) {
    return new Command.Option(word, Optional.of(value), "container", Optional.empty());
  }

  /** Whether this is the command line of the shell around a container, any container. */
  public static boolean isShell(List<String> words) {
    return words.size() > 3 && words.get(3).equals(NAME);
  }

  /** Whether this is the command line of crun, or of a container's process before its own. */
  public static boolean isRuntime(List<String> words) {
    return words.contains("--cgroup-manager=disabled") && words.getFirst().equals(CRUN);
  }
}
