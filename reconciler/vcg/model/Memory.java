package vcg.model;

import java.util.Optional;

/**
 * The memory of a virtual machine.
 *
 * @param size what the guest has at boot
 * @param current what the balloon leaves to the guest, at most {@code size}; empty: all of it
 */
public record Memory(Located<Bytes> size, Optional<Located<Bytes>> current) {}
