package vcg.linux;

import static vcg.linux.BpfInstruction.AND;
import static vcg.linux.BpfInstruction.COPY;
import static vcg.linux.BpfInstruction.EXIT;
import static vcg.linux.BpfInstruction.LOAD_WORD;
import static vcg.linux.BpfInstruction.SET;
import static vcg.linux.BpfInstruction.SHIFT_RIGHT;
import static vcg.linux.BpfInstruction.SKIP_UNLESS_EQUAL;
import static vcg.linux.BpfInstruction.SKIP_UNLESS_SAME;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import vcg.cgroup.DevicePolicy;
import vcg.cgroup.DeviceRule;

/**
 * Translates a policy into the instructions of {@code BPF_PROG_TYPE_CGROUP_DEVICE}: rule after
 * rule, the first that covers the request allows it, behind the last it is denied.
 *
 * <p>The kernel hands over {@code struct bpf_cgroup_dev_ctx}: the kind in the low half of the first
 * word, the wanted access in the high half, then major and minor number. Every rule tests at least
 * the kind, so that what follows it can be reached, which the kernel insists on.
 */
final class DeviceProgramText {
  private static final int RESULT = 0;
  private static final int CONTEXT = 1;
  private static final int KIND = 2;
  private static final int ACCESS = 3;
  private static final int MAJOR = 4;
  private static final int MINOR = 5;

  /** The context is not needed any more once it is taken apart. */
  private static final int SCRATCH = CONTEXT;

  private DeviceProgramText() {}

  static List<BpfInstruction> of(DevicePolicy policy) {
    List<BpfInstruction> text = new ArrayList<>();
    text.add(load(KIND, 0));
    text.add(BpfInstruction.with(AND, KIND, 0xffff));
    text.add(load(ACCESS, 0));
    text.add(BpfInstruction.with(SHIFT_RIGHT, ACCESS, 16));
    text.add(load(MAJOR, 4));
    text.add(load(MINOR, 8));
    policy.rules().forEach(rule -> text.addAll(rule(rule)));
    text.addAll(answer(0));
    return List.copyOf(text);
  }

  private static List<BpfInstruction> rule(DeviceRule rule) {
    List<BpfInstruction> text = new ArrayList<>();
    text.add(BpfInstruction.with(SKIP_UNLESS_EQUAL, KIND, number(rule.kind())));
    if (!rule.access().equals(EnumSet.allOf(DeviceRule.Access.class))) {
      // nothing may be wanted beyond what the rule gives
      text.add(new BpfInstruction(COPY, SCRATCH, ACCESS, 0, 0));
      text.add(BpfInstruction.with(AND, SCRATCH, bits(rule.access())));
      text.add(new BpfInstruction(SKIP_UNLESS_SAME, SCRATCH, ACCESS, 0, 0));
    }
    rule.major().ifPresent(n -> text.add(BpfInstruction.with(SKIP_UNLESS_EQUAL, MAJOR, n)));
    rule.minor().ifPresent(n -> text.add(BpfInstruction.with(SKIP_UNLESS_EQUAL, MINOR, n)));
    text.addAll(answer(1));
    for (int i = 0; i < text.size(); i++) {
      int code = text.get(i).code();
      if (code == SKIP_UNLESS_EQUAL || code == SKIP_UNLESS_SAME) {
        text.set(i, text.get(i).jumping(text.size() - i - 1));
      }
    }
    return text;
  }

  private static List<BpfInstruction> answer(int allowed) {
    return List.of(BpfInstruction.with(SET, RESULT, allowed), new BpfInstruction(EXIT, 0, 0, 0, 0));
  }

  private static BpfInstruction load(int register, int offset) {
    return new BpfInstruction(LOAD_WORD, register, CONTEXT, offset, 0);
  }

  /** {@code BPF_DEVCG_DEV_…} */
  private static int number(DeviceRule.Kind kind) {
    return switch (kind) {
      case BLOCK -> 1;
      case CHARACTER -> 2;
    };
  }

  /** {@code BPF_DEVCG_ACC_…} */
  private static int bits(Set<DeviceRule.Access> access) {
    return access.stream()
        .mapToInt(a ->
            switch (a) {
              case MKNOD -> 1;
              case READ -> 2;
              case WRITE -> 4;
            })
        .sum();
  }
}
