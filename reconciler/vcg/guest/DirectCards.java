package vcg.guest;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import vcg.model.Command;
import vcg.model.Guest;
import vcg.model.Machine;
import vcg.model.NetworkBackend;
import vcg.model.NetworkCard;

/** Cards above an interface of the host, whose macvtap devices are open when QEMU starts. */
public final class DirectCards {
  /** How many queues all of them can have together. */
  public static final int MOST_QUEUES = Command.LAST_DESCRIPTOR - Command.FIRST_DESCRIPTOR + 1;

  private DirectCards() {}

  /** The macvtap device of each file descriptor, in the order of the document; one for a queue. */
  static SortedMap<Integer, String> opens(Guest guest, Machine.Qemu machine) {
    SortedMap<Integer, String> opens = new TreeMap<>();
    List<NetworkCard> cards = machine.hardware().cards();
    for (int i = 0; i < cards.size(); i++) {
      NetworkCard card = cards.get(i);
      if (card.backend() instanceof NetworkBackend.Direct direct) {
        String name = name(guest, direct, CardOptions.mac(card, guest.uuid(), i));
        for (int queue = 0; queue < card.tuning().queues(); queue++) {
          opens.put(Command.FIRST_DESCRIPTOR + opens.size(), name);
        }
      }
    }
    return opens;
  }

  static String name(Guest guest, NetworkBackend.Direct direct, String mac) {
    return direct.name().orElseGet(() -> CardOptions.tapName(guest.uuid(), mac));
  }

  /**
   * What QEMU calls the back end of such a card. QEMU sees no more than a number; with the rest in
   * the name, another interface or mode is another command.
   */
  static String netdev(NetworkBackend.Direct direct, String mac) {
    String hex = mac.replace(":", "");
    return "net-" + hex + "." + direct.mode().word() + "." + direct.device().value();
  }

  /** {@code vepa eth0}, when this is such a name. */
  static String told(String netdev) {
    return netdev.replaceFirst("^net-[0-9a-f]{12}\\.([a-z]+)\\.", "$1 ");
  }
}
