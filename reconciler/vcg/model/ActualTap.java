package vcg.model;

import java.util.Optional;

/**
 * A tap device that was made for a guest.
 *
 * @param bridge the interface it is connected to; empty: to none
 * @param open whether a process holds its other end
 * @param macvtap whether it is one above another interface, open from the start of its guest to the
 *     end
 */
public record ActualTap(Optional<String> bridge, boolean open, boolean macvtap) {}
