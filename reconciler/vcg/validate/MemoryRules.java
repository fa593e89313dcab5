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
import vcg.model.Tuning;

/** How the limits of memory of a guest or partition fit together. */
final class MemoryRules {
  private static final String SIZE = "VCG204";
  private static final String CURRENT_MEMORY = "VCG205";
  private static final String LIMITS = "VCG206";

  private MemoryRules() {}

  static void check(Guest guest, List<Problem> problems) {
    if (guest.machine() instanceof Machine.Qemu qemu
        && qemu.memory().size().value().number() == 0) {
      problems.add(Problem.error(SIZE, qemu.memory().size().at(), "memory is 0"));
    }
    if (guest.machine() instanceof Machine.Qemu qemu && !qemu.hardware().balloon()) {
      qemu.memory().current().ifPresent(c -> problems.add(withoutBalloon(c)));
    }
    check(guest.tuning(), problems);
  }

  private static Problem withoutBalloon(Located<Bytes> current) {
    return Problem.error(
        CURRENT_MEMORY, current.at(), "currentMemory below memory needs a memory balloon");
  }

  /** The limits of one cgroup, that of a guest or of a partition. */
  static void check(Tuning tuning, List<Problem> problems) {
    Optional<Located<Value>> hard = tuning.get(Knob.MEMORY_HARD_LIMIT);
    hard.filter(h -> Value.compareLimits(h.value(), Value.amount(0)) == 0)
        .ifPresent(h -> problems.add(Problem.error(LIMITS, h.at(), "hard_limit is 0")));
    for (Knob knob : List.of(Knob.MEMORY_SOFT_LIMIT, Knob.MEMORY_MIN_GUARANTEE)) {
      tuning
          .get(knob)
          .filter(value -> hard.isPresent() && isAbove(value, hard.get()))
          .ifPresent(value -> problems.add(above(knob, value, hard.get())));
    }
    tuning.get(Knob.MEMORY_SWAP_HARD_LIMIT).ifPresent(s -> swap(s, hard, problems));
  }

  private static Problem above(Knob knob, Located<Value> value, Located<Value> hard) {
    return Problem.error(
        LIMITS,
        value.at(),
        knob.field()
            + " is "
            + text(value)
            + ", must not be above hard_limit, which is "
            + text(hard));
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

  private static boolean isAbove(Located<Value> left, Located<Value> right) {
    return Value.compareLimits(left.value(), right.value()) > 0;
  }

  private static String text(Located<Value> limit) {
    return limit.value() instanceof Value.Amount(long bytes)
        ? new Bytes(bytes).toString()
        : limit.value().toString();
  }
}
