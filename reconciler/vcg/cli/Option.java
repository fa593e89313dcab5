package vcg.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Every option of every command. Those that are global also have an environment variable, {@code
 * VCG_CGROUP_PARENT} for {@code --cgroup-parent}, and a key in the configuration file.
 */
enum Option {
  DOMAINS("--domains", "DIR", "the domain files, when a command names none", true),
  CGROUP_PARENT("--cgroup-parent", "PATH", "the cgroup under which all partitions lie", true),
  STATE_DIR(
      "--state-dir",
      "DIR",
      "what vcg remembers between runs, and what guests' processes print",
      true),
  RUN_DIR("--run-dir", "DIR", "sockets of running guests", true),
  LAYOUT("--layout", "flat|nested|libvirt", "where guests' cgroups lie", true),
  SHARES("--shares", "convert|passthrough", "how CPU shares become weights of cgroup v2", true),
  SOFT_LIMIT("--soft-limit", "low|high", "which file of cgroup v2 takes the soft limit", true),
  GUEST_USER("--guest-user", "USER", "whom virtual machines run as; root unless told", true),
  NETWORK("--network", "NAME=BRIDGE", "the bridge that stands for a network", true),
  FORMAT("--format", "human|json", "how results are printed", true),
  COLOR("--color", "auto|always|never", "whether results are coloured", true),
  TRUST_ANY_OWNER("--trust-any-owner", "", "apply files that others than root may write", true),
  CONFIG("--config", "FILE", "options by name; /etc/vcg/vcg.conf if that is there", true),
  QUIET("-q", "", "print only what went wrong", true),
  VERBOSE("-v", "", "log every value that is changed", true),
  DETAILED_EXITCODE("--detailed-exitcode", "", "exit with 2 when there are differences", false),
  OUT("--out", "FILE|DIR", "save the plan, for apply --plan; where import writes", false),
  FROM("--from", "live|snapshot:FILE", "compare with this host, or a recorded one", false),
  ALLOW_STOPS("--allow-stops", "N", "allow up to N running guests to be stopped", false),
  ALLOW_BELOW_USE("--allow-below-use", "", "set memory limits also below what is in use", false),
  PLAN("--plan", "FILE", "carry out this saved plan, if it still holds", false),
  CONTROL_GROUP("--control-group", "GROUP", "whose members may ask all of the daemon", false),
  STATUS_FOR_ALL("--status-for-all", "", "let every user ask the daemon how guests are", false),
  METRICS("--metrics", "ADDRESS:PORT", "serve /metrics there, on a loopback address", false),
  SWEEP("--sweep", "SECONDS", "look at everything so often; 60 unless told, at least 1", false),
  WATCH("--watch", "", "print it anew whenever it changes; asks the daemon", false),
  COMMAND("--command", "", "the command line of its process", false),
  FOLLOW("-f", "", "go on printing what is added, until interrupted", false),
  LINES("-n", "LINES", "only the last so many lines of what is there", false),
  ALL(
      "--all",
      "",
      "all that virsh knows; all guests whose stop is held, but for protected ones",
      false),
  FORCE("--force", "", "overwrite files; take a console from who has it", false),
  DEVICE(
      "--device", "NAME", "the line to attach to, such as serial0; the first unless told", false),
  ESCAPE("--escape", "KEY|none", "the key that ends it, such as ^] (the default)", false),
  SET("--set", "NAME=VALUE", "change a parameter, such as cpu_shares=2048; repeatable", false),
  DRY_RUN("--dry-run", "", "show the plan, and the change of a file; write nothing", false);

  private final String flag;
  private final String value;
  private final String meaning;
  private final boolean global;

  Option(String flag, String value, String meaning, boolean global) {
    this.flag = flag;
    this.value = value;
    this.meaning = meaning;
    this.global = global;
  }

  String flag() {
    return flag;
  }

  /** What its value looks like; empty for a switch. */
  String value() {
    return value;
  }

  String meaning() {
    return meaning;
  }

  boolean global() {
    return global;
  }

  boolean isSwitch() {
    return value.isEmpty();
  }

  /**
   * The environment variable that stands for it; empty for an option of one command, other than
   * those by which a host is set up for the daemon.
   */
  Optional<String> variable() {
    boolean ofHost =
        switch (this) {
          case CONTROL_GROUP, STATUS_FOR_ALL, METRICS, SWEEP -> true;
          default -> global && flag.startsWith("--");
        };
    return ofHost
        ? Optional.of("VCG_" + flag.substring(2).replace('-', '_').toUpperCase(Locale.ROOT))
        : Optional.empty();
  }

  static Optional<Option> of(String flag) {
    return Arrays.stream(values()).filter(o -> o.flag.equals(flag)).findFirst();
  }
}
