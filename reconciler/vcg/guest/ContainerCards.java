package vcg.guest;

import java.util.ArrayList;
import java.util.List;
import vcg.model.Change;
import vcg.model.ContainerNetwork.Card;
import vcg.model.Guest;
import vcg.model.Located;
import vcg.model.Machine;

/**
 * The network cards of a container. vcg makes a pair of interfaces on the host before the container
 * starts; a hook of crun brings one of them into the container's network while that has no process
 * of its own yet. The kernel removes both with that network.
 */
final class ContainerCards {
  private static final String SHELL = "/bin/sh";
  private static final String NAME = "vcg-card";

  /**
   * Arguments: the interface, its name in the container, its address, up or down, what it is
   * connected to, and addresses and routes, which are words of {@code ip} and start with {@code
   * route} if they are one; an address of - stays as it is. On its input is what crun knows of the
   * container: {@code {…,"pid":4711,…}}. Nothing is ever put into this text.
   */
  private static final String SCRIPT =
      """
      read -r state
      pid=${state#*'"pid":'}
      pid=${pid# }
      pid=${pid%%[!0-9]*}
      [ "$pid" -gt 1 ] || exit 1
      ip link set dev "$1" netns "$pid" name "$2" || exit 1
      inside="nsenter --target $pid --net ip"
      [ "$3" = - ] || $inside link set dev "$2" address "$3" || exit 1
      $inside link set dev "$2" "$4" || exit 1
      name=$2
      shift 5
      for each; do
        case $each in
          route*) $inside $each dev "$name" || exit 1 ;;
          *) $inside address add $each dev "$name" || exit 1 ;;
        esac
      done
      """;

  private ContainerCards() {}

  /** What is run for each card, its program first. */
  static List<List<String>> hooks(Guest guest, Machine.Container container) {
    List<List<String>> hooks = new ArrayList<>();
    List<Card> cards = container.network().cards();
    for (int i = 0; i < cards.size(); i++) {
      Card card = cards.get(i);
      List<String> words = new ArrayList<>(List.of(SHELL, "-c", SCRIPT, NAME));
      words.add(name("vcgp", guest, i));
      words.add(card.name());
      words.add(card.mac().orElse(CardOptions.mac(guest.uuid(), i)));
      words.add(card.linkDown() ? "down" : "up");
      words.add(card.bridge().map(Located::value).orElse("-"));
      words.addAll(card.addresses());
      card.routes().forEach(route -> words.add("route add " + route));
      hooks.add(words);
    }
    for (Located<String> taken : container.network().taken()) {
      hooks.add(
          List.of(SHELL, "-c", SCRIPT, NAME, taken.value(), taken.value(), "-", "up", "host"));
    }
    return hooks;
  }

  /** What must be done before a container starts; its networks stand for bridges already. */
  static List<Change> before(Guest guest, Machine.Container container) {
    List<Change> steps = new ArrayList<>();
    List<Card> cards = container.network().cards();
    for (int i = 0; i < cards.size(); i++) {
      int number = i;
      Card card = cards.get(i);
      steps.add(
          new Change.AddVeth(
              guest.id(),
              card.hostEnd().orElseGet(() -> name("vcgv", guest, number)),
              name("vcgp", guest, i),
              card.bridge().map(Located::value),
              card.mtu()));
    }
    return steps;
  }

  /** A name of its own for each card: the kernel takes 15 characters. */
  private static String name(String prefix, Guest guest, int index) {
    byte[] hash = DeviceOptions.sha256(guest.uuid() + "/" + prefix + "/" + index);
    return prefix
        + String.format("%02x%02x%02x%02x%02x", hash[0], hash[1], hash[2], hash[3], hash[4]);
  }
}
