package vcg.model;

/**
 * The memory of a virtual machine.
 *
 * @param size what the guest has at boot
 */
public record Memory(Located<Bytes> size) {}
