package vcg.model;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import vcg.cgroup.Group;
import vcg.cgroup.Knob;

/** What {@code virsh schedinfo} shows and sets, by libvirt's names and in libvirt's order. */
public enum SchedulerParameter {
  CPU_SHARES("cpu_shares", "cputune/shares"),
  VCPU_PERIOD("vcpu_period", "cputune/period"),
  VCPU_QUOTA("vcpu_quota", "cputune/quota"),
  EMULATOR_PERIOD("emulator_period", "cputune/emulator_period"),
  EMULATOR_QUOTA("emulator_quota", "cputune/emulator_quota"),
  GLOBAL_PERIOD("global_period", "cputune/global_period"),
  GLOBAL_QUOTA("global_quota", "cputune/global_quota"),
  IOTHREAD_PERIOD("iothread_period", "cputune/iothread_period"),
  IOTHREAD_QUOTA("iothread_quota", "cputune/iothread_quota");

  private final String word;
  private final String element;

  SchedulerParameter(String word, String element) {
    this.word = word;
    this.element = element;
  }

  /** Libvirt's name of it. */
  public String word() {
    return word;
  }

  /** Where it stands in a domain file. */
  public String element() {
    return element;
  }

  /** The knob that it turns. */
  public Knob knob() {
    return switch (this) {
      case CPU_SHARES -> Knob.CPU_SHARES;
      case VCPU_PERIOD, EMULATOR_PERIOD, GLOBAL_PERIOD, IOTHREAD_PERIOD -> Knob.CPU_PERIOD;
      case VCPU_QUOTA, EMULATOR_QUOTA, GLOBAL_QUOTA, IOTHREAD_QUOTA -> Knob.CPU_QUOTA;
    };
  }

  /** The group whose knob it is; of several that are alike the first; empty: the guest's own. */
  public Optional<Group> group() {
    return switch (this) {
      case CPU_SHARES, GLOBAL_PERIOD, GLOBAL_QUOTA -> Optional.empty();
      case VCPU_PERIOD, VCPU_QUOTA -> Optional.of(Group.vcpu(0));
      case EMULATOR_PERIOD, EMULATOR_QUOTA -> Optional.of(Group.EMULATOR);
      case IOTHREAD_PERIOD, IOTHREAD_QUOTA -> Optional.of(Group.iothread(1));
    };
  }

  public static Optional<SchedulerParameter> of(String word) {
    return Arrays.stream(values()).filter(p -> p.word.equals(word)).findFirst();
  }

  /** The names, in order. */
  public static List<String> words() {
    return Arrays.stream(values()).map(SchedulerParameter::word).toList();
  }
}
