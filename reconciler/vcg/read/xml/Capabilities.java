package vcg.read.xml;

import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import vcg.read.xml.Features.FeatureState;

/** What root may do in a container. */
public final class Capabilities extends Placed {
  @XmlAttribute public @Nullable String policy;

  @XmlElement(name = "audit_control")
  public @Nullable FeatureState auditControl;

  @XmlElement(name = "audit_write")
  public @Nullable FeatureState auditWrite;

  @XmlElement(name = "block_suspend")
  public @Nullable FeatureState blockSuspend;

  @XmlElement public @Nullable FeatureState chown;

  @XmlElement(name = "dac_override")
  public @Nullable FeatureState dacOverride;

  @XmlElement(name = "dac_read_search")
  public @Nullable FeatureState dacReadSearch;

  @XmlElement public @Nullable FeatureState fowner;
  @XmlElement public @Nullable FeatureState fsetid;

  @XmlElement(name = "ipc_lock")
  public @Nullable FeatureState ipcLock;

  @XmlElement(name = "ipc_owner")
  public @Nullable FeatureState ipcOwner;

  @XmlElement public @Nullable FeatureState kill;
  @XmlElement public @Nullable FeatureState lease;

  @XmlElement(name = "linux_immutable")
  public @Nullable FeatureState linuxImmutable;

  @XmlElement(name = "mac_admin")
  public @Nullable FeatureState macAdmin;

  @XmlElement(name = "mac_override")
  public @Nullable FeatureState macOverride;

  @XmlElement public @Nullable FeatureState mknod;

  @XmlElement(name = "net_admin")
  public @Nullable FeatureState netAdmin;

  @XmlElement(name = "net_bind_service")
  public @Nullable FeatureState netBindService;

  @XmlElement(name = "net_broadcast")
  public @Nullable FeatureState netBroadcast;

  @XmlElement(name = "net_raw")
  public @Nullable FeatureState netRaw;

  @XmlElement public @Nullable FeatureState setgid;
  @XmlElement public @Nullable FeatureState setfcap;
  @XmlElement public @Nullable FeatureState setpcap;
  @XmlElement public @Nullable FeatureState setuid;

  @XmlElement(name = "sys_admin")
  public @Nullable FeatureState sysAdmin;

  @XmlElement(name = "sys_boot")
  public @Nullable FeatureState sysBoot;

  @XmlElement(name = "sys_chroot")
  public @Nullable FeatureState sysChroot;

  @XmlElement(name = "sys_module")
  public @Nullable FeatureState sysModule;

  @XmlElement(name = "sys_nice")
  public @Nullable FeatureState sysNice;

  @XmlElement(name = "sys_pacct")
  public @Nullable FeatureState sysPacct;

  @XmlElement(name = "sys_ptrace")
  public @Nullable FeatureState sysPtrace;

  @XmlElement(name = "sys_rawio")
  public @Nullable FeatureState sysRawio;

  @XmlElement(name = "sys_resource")
  public @Nullable FeatureState sysResource;

  @XmlElement(name = "sys_time")
  public @Nullable FeatureState sysTime;

  @XmlElement(name = "sys_tty_config")
  public @Nullable FeatureState sysTtyConfig;

  @XmlElement public @Nullable FeatureState syslog;

  @XmlElement(name = "wake_alarm")
  public @Nullable FeatureState wakeAlarm;

  /** Those that are named, by their names. */
  public SortedMap<String, FeatureState> states() {
    SortedMap<String, FeatureState> states = new TreeMap<>();
    state(states, "audit_control", auditControl);
    state(states, "audit_write", auditWrite);
    state(states, "block_suspend", blockSuspend);
    state(states, "chown", chown);
    state(states, "dac_override", dacOverride);
    state(states, "dac_read_search", dacReadSearch);
    state(states, "fowner", fowner);
    state(states, "fsetid", fsetid);
    state(states, "ipc_lock", ipcLock);
    state(states, "ipc_owner", ipcOwner);
    state(states, "kill", kill);
    state(states, "lease", lease);
    state(states, "linux_immutable", linuxImmutable);
    state(states, "mac_admin", macAdmin);
    state(states, "mac_override", macOverride);
    state(states, "mknod", mknod);
    state(states, "net_admin", netAdmin);
    state(states, "net_bind_service", netBindService);
    state(states, "net_broadcast", netBroadcast);
    state(states, "net_raw", netRaw);
    state(states, "setgid", setgid);
    state(states, "setfcap", setfcap);
    state(states, "setpcap", setpcap);
    state(states, "setuid", setuid);
    state(states, "sys_admin", sysAdmin);
    state(states, "sys_boot", sysBoot);
    state(states, "sys_chroot", sysChroot);
    state(states, "sys_module", sysModule);
    state(states, "sys_nice", sysNice);
    state(states, "sys_pacct", sysPacct);
    state(states, "sys_ptrace", sysPtrace);
    state(states, "sys_rawio", sysRawio);
    state(states, "sys_resource", sysResource);
    state(states, "sys_time", sysTime);
    state(states, "sys_tty_config", sysTtyConfig);
    state(states, "syslog", syslog);
    state(states, "wake_alarm", wakeAlarm);
    return states;
  }

  private static void state(
      SortedMap<String, FeatureState> states, String name, @Nullable FeatureState state) {
    if (state != null) {
      states.put(name, state);
    }
  }
}
