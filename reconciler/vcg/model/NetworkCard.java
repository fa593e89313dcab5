package vcg.model;

import java.util.Optional;

/**
 * A network card with user networking.
 *
 * @param mac six hexadecimal bytes with colons, lower case; empty: derived from the guest's uuid
 * @param model {@code virtio}, {@code e1000}, {@code e1000e} or {@code rtl8139}
 * @param bootOrder 1 boots first; empty: not booted from, unless the machine says so
 */
public record NetworkCard(
    Location at,
    Optional<String> mac,
    String model,
    Optional<Integer> bootOrder,
    DevicePlace place) {}
