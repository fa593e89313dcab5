package vcg.model;

import java.util.List;
import java.util.Optional;

/**
 * The network of a container.
 *
 * @param stated whether it has one of its own although it has no cards
 * @param cards pairs of interfaces that vcg makes, one end in the container
 * @param taken interfaces of the host that are only in the container while it runs
 */
public record ContainerNetwork(boolean stated, List<Card> cards, List<Located<String>> taken) {
  /** The host's. */
  public static final ContainerNetwork NONE = new ContainerNetwork(false, List.of(), List.of());

  public ContainerNetwork {
    cards = List.copyOf(cards);
    taken = List.copyOf(taken);
  }

  /** Whether it has one of its own instead of the host's. */
  public boolean isOwn() {
    return stated || !cards.isEmpty() || !taken.isEmpty();
  }

  /**
   * A network card.
   *
   * @param mac six hexadecimal bytes with colons, lower case; empty: derived from the guest's uuid
   * @param bridge what the end on the host is connected to; empty: nothing
   * @param isNetwork whether {@code bridge} is the name of a network that stands for one
   * @param hostEnd the name of that end; empty: one of the card's own
   * @param name in the container
   * @param addresses such as {@code 10.0.0.2/24}, also with the other end of a line that has two,
   *     {@code 10.0.0.2/32 peer 10.0.0.1}
   * @param routes such as {@code 10.1.0.0/16 via 10.0.0.1 metric 5}
   * @param mtu the largest packet, in bytes; empty: the kernel's default
   * @param linkDown whether it is down at first
   */
  public record Card(
      Location at,
      Optional<String> mac,
      Optional<Located<String>> bridge,
      boolean isNetwork,
      Optional<String> hostEnd,
      String name,
      List<String> addresses,
      List<String> routes,
      Optional<Integer> mtu,
      boolean linkDown) {
    public Card {
      addresses = List.copyOf(addresses);
      routes = List.copyOf(routes);
    }

    /** The same card on a bridge. */
    public Card on(Located<String> other) {
      return new Card(
          at, mac, Optional.of(other), false, hostEnd, name, addresses, routes, mtu, linkDown);
    }
  }
}
