package vcg.guest;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The capabilities that libvirt knows, by its names. */
final class Capabilities {
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
   * What a container has, by the kernel's names.
   *
   * @param given those that vcg can give, a bit for each number
   */
  static List<String> of(long given) {
    List<String> names = new ArrayList<>();
    for (int number = 0; number < ALL.size(); number++) {
      String name = ALL.get(number);
      if (!DROPPED.contains(name) && (given >>> number & 1) != 0) {
        names.add("CAP_" + name.toUpperCase(Locale.ROOT));
      }
    }
    return names;
  }
}
