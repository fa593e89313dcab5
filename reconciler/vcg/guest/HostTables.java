package vcg.guest;

import java.util.List;
import java.util.Optional;
import vcg.model.Guest;
import vcg.model.Identity;
import vcg.model.Located;
import vcg.model.Machine;

/** What a machine tells its guest about the host, where its document asks for that. */
public final class HostTables {
  private HostTables() {}

  /** Whether a document asks for tables of the host. */
  public static boolean isAsked(Guest guest) {
    return guest.machine() instanceof Machine.Qemu machine
        && machine.board().identity().ofHost().isPresent();
  }

  /**
   * The guest with the tables of the host; itself where its document does not ask for them.
   *
   * @param host empty: it has none
   */
  public static Guest told(Guest guest, List<Identity.Table> host) {
    return guest.machine() instanceof Machine.Qemu machine && isAsked(guest)
        ? guest.with(machine.with(machine.board().with(machine.board().identity().with(host))))
        : guest;
  }

  /** Why a guest cannot start: the host has no tables; empty: it can. */
  public static Optional<Located<String>> refusal(Guest guest) {
    return guest.machine() instanceof Machine.Qemu machine
            && machine.board().identity().tables().isEmpty()
        ? machine
            .board()
            .identity()
            .ofHost()
            .map(at ->
                new Located<>(
                    "this host tells nothing about itself: there is no /sys/class/dmi/id", at))
        : Optional.empty();
  }
}
