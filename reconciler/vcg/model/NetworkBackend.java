package vcg.model;

import java.util.Optional;

/** What a network card is connected to. */
public sealed interface NetworkBackend {
  /**
   * QEMU itself passes connections on.
   *
   * @param network of the guest, such as {@code 10.0.2.0/24}; empty: QEMU's choice
   */
  record User(Optional<String> network, Optional<String> network6) implements NetworkBackend {
    public static final User PLAIN = new User(Optional.empty(), Optional.empty());
  }

  /**
   * A bridge of the host, to which vcg connects a tap device that it makes.
   *
   * @param bridge its name, or that of the network that stands for one
   * @param isNetwork whether {@code bridge} is the name of a network
   * @param tap the name of the tap device; empty: one of the card's own
   * @param isolated whether its port reaches no other port that is isolated
   */
  record Bridge(Located<String> bridge, boolean isNetwork, Optional<String> tap, boolean isolated)
      implements NetworkBackend {}

  /**
   * A tap device of the host.
   *
   * @param tap its name
   */
  record Tap(String tap) implements NetworkBackend {}
}
