package vcg.guest;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The capabilities that libvirt knows, by its names. */
public final class Capabilities {
  /** Each at the place of its number in the kernel. */
  private static final List<String> ALL =
      List.of(
          "chown",
          "dac_override",
          "dac_read_search",
          "fowner",
          "fsetid",
          "kill",
          "setgid",
          "setuid",
          "setpcap",
          "linux_immutable",
          "net_bind_service",
          "net_broadcast",
          "net_admin",
          "net_raw",
          "ipc_lock",
          "ipc_owner",
          "sys_module",
          "sys_rawio",
          "sys_chroot",
          "sys_ptrace",
          "sys_pacct",
          "sys_admin",
          "sys_boot",
          "sys_nice",
          "sys_resource",
          "sys_time",
          "sys_tty_config",
          "mknod",
          "lease",
          "audit_write",
          "audit_control",
          "setfcap",
          "mac_override",
          "mac_admin",
          "syslog",
          "wake_alarm",
          "block_suspend");

  private static final Set<String> DROPPED =
      Set.of("audit_control", "mac_admin", "mknod", "sys_module", "sys_time");

  private Capabilities() {}

  /**
   * What a container has.
   *
   * @param policy {@code allow}, {@code deny} or {@code default}
   * @param states those that its document switches on or off
   */
  public static List<String> kept(String policy, Map<String, Boolean> states) {
    return ALL.stream()
        .filter(name ->
            states.getOrDefault(
                name,
                switch (policy) {
                  case "allow" -> true;
                  case "deny" -> false;
                  default -> !DROPPED.contains(name);
                }))
        .toList();
  }

  /**
   * The same by the kernel's names, as far as they can be given.
   *
   * @param given those that vcg can give, a bit for each number
   */
  static List<String> kernel(List<String> names, long given) {
    return names.stream()
        .filter(name -> (given >>> ALL.indexOf(name) & 1) != 0)
        .map(name -> "CAP_" + name.toUpperCase(Locale.ROOT))
        .toList();
  }
}
