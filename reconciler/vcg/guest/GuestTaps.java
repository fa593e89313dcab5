package vcg.guest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vcg.model.Change;
import vcg.model.Guest;
import vcg.model.GuestId;
import vcg.model.Machine;
import vcg.model.NetworkBackend;
import vcg.model.NetworkCard;

/** The steps that make and remove the interfaces of guests. */
public final class GuestTaps {
  private GuestTaps() {}

  /** What must be done before a guest starts; its networks stand for bridges already. */
  public static List<Change> before(Guest guest) {
    if (guest.machine() instanceof Machine.Container container) {
      return ContainerCards.before(guest, container);
    }
    List<Change> steps = new ArrayList<>();
    if (guest.machine() instanceof Machine.Qemu machine) {
      List<NetworkCard> cards = machine.hardware().cards();
      for (int i = 0; i < cards.size(); i++) {
        NetworkCard card = cards.get(i);
        if (card.backend() instanceof NetworkBackend.Bridge bridge) {
          String mac = CardOptions.mac(card, guest.uuid(), i);
          steps.add(
              new Change.AddTap(
                  guest.id(),
                  bridge.tap().orElseGet(() -> CardOptions.tapName(guest.uuid(), mac)),
                  bridge.bridge().value(),
                  card.tuning().queues() > 1,
                  card.tuning().mtu()));
        }
      }
    }
    return steps;
  }

  /**
   * What must be done after a guest's process has ended.
   *
   * @param arguments its command line without the program
   */
  public static List<Change> after(GuestId guest, List<String> arguments) {
    return Argument.parse(arguments).stream()
        .filter(a -> a.name().equals("-netdev") && "tap".equals(a.leaves().get("type")))
        .flatMap(a -> Optional.ofNullable(a.leaves().get("ifname")).stream())
        .<Change>map(tap -> new Change.RemoveTap(guest, tap))
        .toList();
  }
}
