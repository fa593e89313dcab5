package vcg.linux;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vcg.model.Command;
import vcg.model.GuestUser;

/**
 * Puts a process into its cgroups before it becomes the program: a shell that moves itself and is
 * then replaced, so that there is one process with one number all along. It writes 0, which means
 * "me"; to be moved by somebody else takes 25 times as long.
 */
final class ExecHook {
  /** The hook's exit code when a cgroup refused it; the path of the file is on its output. */
  static final int REFUSED = 71;

  /**
   * Its exit code when a macvtap device has no node, or another device has the name of that; the
   * name of the interface is on its output.
   */
  static final int NO_NODE = 72;

  /**
   * Arguments: numbers of file descriptors and the macvtap devices that they are to be, opened as
   * long as no cgroup forbids it, {@code --}; files to write 0 to, {@code --}, and what sets the
   * process up and becomes the program: {@code setpriv} or {@code unshare}, what that is told,
   * {@code --}, program and its arguments. Nothing is ever put into this text. Output is a pipe to
   * vcg until the program takes over, errors go to the log.
   */
  private static final String SCRIPT =
      """
      PATH=/usr/sbin:/usr/bin:/sbin:/bin
      umask 077
      cd / && ulimit -c 0 || exit 70
      echo 0 2>/dev/null >/proc/self/oom_score_adj || :
      unset PWD OLDPWD
      export PATH
      while [ "$1" != -- ]; do
        made=$(echo /sys/class/net/"$2"/macvtap/tap*)
        node=/dev/${made##*/}
        [ -c "$node" ] && [ "$(cat "$made/dev")" = \
          "$(printf %d:%d $(stat --format '0x%t 0x%T' "$node"))" ] || { echo "$2"; exit 72; }
        eval "exec $1<>$node"
        shift 2
      done
      shift
      while [ "$1" != -- ]; do
        [ -e "$1" ] && echo 0 2>/dev/null >"$1" || { echo "$1"; exit 71; }
        shift
      done
      shift
      exec "$@" >&2
      """;

  private ExecHook() {}

  /** Of the user's further groups those that the host's administrator gave it, never vcg's own. */
  private static List<String> asUser(GuestUser user) {
    return List.of(
        "--reuid=" + user.uid(),
        "--regid=" + user.gid(),
        user.isNamed() ? "--init-groups" : "--clear-groups",
        "--inh-caps=-all",
        "--bounding-set=-all");
  }

  static List<String> commandLine(
      Command command, List<String> procsFiles, Optional<GuestUser> user) {
    List<String> words = new ArrayList<>(List.of("/bin/sh", "-c", SCRIPT, "vcg-exec"));
    command.opens().forEach((number, macvtap) -> words.addAll(List.of("" + number, macvtap)));
    words.add("--");
    words.addAll(procsFiles);
    words.add("--");
    if (command.config().isPresent()) {
      words.addAll(List.of("unshare", "--mount", "--propagation", "slave"));
    } else {
      words.add("setpriv");
      words.add("--no-new-privs");
      user.ifPresent(who -> words.addAll(asUser(who)));
    }
    words.add("--");
    if (!command.environment().isEmpty()) {
      words.add("/usr/bin/env");
      command.environment().forEach((name, value) -> words.add(name + "=" + value));
    }
    words.add(command.program());
    words.addAll(command.arguments());
    return words;
  }
}
