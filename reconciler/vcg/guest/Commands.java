package vcg.guest;

import vcg.model.Command;
import vcg.model.Guest;
import vcg.model.Inside;
import vcg.model.Machine;

/** What starts a guest. */
public final class Commands {
  private Commands() {}

  /**
   * The command of a guest.
   *
   * @param inside what names stand for if it is a container
   */
  public static Command of(Guest guest, Inside inside, GuestFiles files) {
    return switch (guest.machine()) {
      case Machine.Qemu _ -> QemuCommand.of(guest, files);
      case Machine.Container container -> ContainerCommand.of(guest, container, inside, files);
    };
  }
}
