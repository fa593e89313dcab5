package vcg.linux;

import java.util.Arrays;
import java.util.List;

/** Runs what {@link DeviceProgramText} makes, as the kernel's verifier and machine would. */
final class BpfInterpreter {
  private static final long UNSET = 0xdead_beef_dead_beefL;

  private BpfInterpreter() {}

  /** What a program answers to a context of 32-bit words. */
  static long run(List<BpfInstruction> program, int[] context) {
    long[] registers = new long[11];
    Arrays.fill(registers, UNSET);
    registers[1] = 0; // the context's address
    for (int at = 0; ; at++) {
      BpfInstruction step = program.get(at);
      int target = step.target();
      long source = registers[step.source()];
      switch (step.code()) {
        case BpfInstruction.LOAD_WORD ->
            registers[target] =
                Integer.toUnsignedLong(context[(int) (source + step.offset()) / Integer.BYTES]);
        case BpfInstruction.SET -> registers[target] = step.value();
        case BpfInstruction.COPY -> registers[target] = source;
        case BpfInstruction.AND -> registers[target] &= step.value();
        case BpfInstruction.SHIFT_RIGHT -> registers[target] >>>= step.value();
        case BpfInstruction.SKIP_UNLESS_EQUAL ->
            at += registers[target] == step.value() ? 0 : forward(step);
        case BpfInstruction.SKIP_UNLESS_SAME ->
            at += registers[target] == source ? 0 : forward(step);
        case BpfInstruction.EXIT -> {
          return registers[0];
        }
        default -> throw new AssertionError("unknown instruction " + step);
      }
    }
  }

  private static int forward(BpfInstruction jump) {
    if (jump.offset() <= 0) {
      throw new AssertionError("jumps back or nowhere: " + jump);
    }
    return jump.offset();
  }
}
