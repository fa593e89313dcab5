package vcg.linux;

/**
 * One step of a program for the kernel's virtual machine: {@code struct bpf_insn}.
 *
 * @param code what it does
 * @param target the register that it changes or tests
 * @param source another register; 0 when it uses none
 * @param offset of memory in bytes, or of a jump in instructions after the next one
 * @param value a number in the instruction itself
 */
record BpfInstruction(int code, int target, int source, int offset, int value) {
  static final int LOAD_WORD = 0x61;
  static final int AND = 0x57;
  static final int SHIFT_RIGHT = 0x77;
  static final int SET = 0xb7;
  static final int COPY = 0xbf;
  static final int SKIP_UNLESS_EQUAL = 0x55;
  static final int SKIP_UNLESS_SAME = 0x5d;
  static final int EXIT = 0x95;

  /** {@code target = value}, and the like. */
  static BpfInstruction with(int code, int target, int value) {
    return new BpfInstruction(code, target, 0, 0, value);
  }

  /** The same jump, that far. */
  BpfInstruction jumping(int instructions) {
    return new BpfInstruction(code, target, source, instructions, value);
  }

  /** Its eight bytes on a little-endian machine. */
  long encoded() {
    return (long) value << 32
        | (offset & 0xffffL) << 16
        | (long) source << 12
        | (long) target << 8
        | code;
  }
}
