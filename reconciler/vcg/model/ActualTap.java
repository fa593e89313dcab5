package vcg.model;

import java.util.Optional;

/**
 * A tap device that was made for a guest.
 *
 * @param bridge the interface it is connected to; empty: to none
 * @param open whether a process holds its other end
 */
public record ActualTap(Optional<String> bridge, boolean open) {}
