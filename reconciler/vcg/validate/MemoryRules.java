package vcg.validate;

import java.util.List;
import java.util.Optional;
import vcg.cgroup.Knob;
import vcg.cgroup.Value;
import vcg.model.Bytes;
import vcg.model.Guest;
import vcg.model.Located;
import vcg.model.Machine;
import vcg.model.Problem;

/** How a guest's limits of memory fit together. */
final class MemoryRules {
  private static final String SIZE = "VCG204";
  private static final String LIMITS = "VCG206";

  private MemoryRules() {}

  static void check(Guest guest, List<Problem> problems) {
    if (guest.machine() instanceof Machine.Qemu qemu && qemu.memory().value().number() == 0) {
      problems.add(Problem.error(SIZE, qemu.memory().at(), "memory is 0"));
    }
    Optional<Located<Value>> hard = knob(guest, Knob.MEMORY_HARD_LIMIT);
    Optional<Located<Value>> soft = knob(guest, Knob.MEMORY_SOFT_LIMIT);
    Optional<Located<Value>> swap = knob(guest, Knob.MEMORY_SWAP_HARD_LIMIT);
    hard.filter(h -> Value.compareLimits(h.value(), Value.amount(0)) == 0)
        .ifPresent(h -> problems.add(Problem.error(LIMITS, h.at(), "hard_limit is 0")));
    if (hard.isPresent() && soft.isPresent() && isAbove(soft.get(), hard.get())) {
      problems.add(
          Problem.error(
              LIMITS,
              soft.get().at(),
              "soft_limit is "
                  + text(soft.get())
                  + ", must not be above hard_limit, which is "
                  + text(hard.get())));
    }
    swap.ifPresent(s -> swap(s, hard, problems));
  }

  private static void swap(
      Located<Value> swap, Optional<Located<Value>> hard, List<Problem> problems) {
    if (swap.value() instanceof Value.Unlimited) {
      return;
    }
    if (hard.isEmpty()) {
      problems.add(
          Problem.error(
              LIMITS,
              swap.at(),
              "swap_hard_limit needs hard_limit: it limits memory and swap together"));
    } else if (isAbove(hard.get(), swap)) {
      problems.add(
          Problem.error(
              LIMITS,
              swap.at(),
              "swap_hard_limit is "
                  + text(swap)
                  + ", must not be below hard_limit, which is "
                  + text(hard.get())));
    }
  }

  private static Optional<Located<Value>> knob(Guest guest, Knob knob) {
    return Optional.ofNullable(guest.tuning().get(knob));
  }

  private static boolean isAbove(Located<Value> left, Located<Value> right) {
    return Value.compareLimits(left.value(), right.value()) > 0;
  }

  private static String text(Located<Value> limit) {
    return limit.value() instanceof Value.Amount(long bytes)
        ? new Bytes(bytes).toString()
        : limit.value().toString();
  }
}
