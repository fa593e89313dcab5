package vcg.validate;

import java.util.List;
import vcg.model.Ends;
import vcg.model.Guest;
import vcg.model.Machine;
import vcg.model.Problem;

/** How the parts of a virtual machine's board fit together. */
final class BoardRules {
  private static final String CONTRADICTION = "VCG213";

  private BoardRules() {}

  static void check(Guest guest, List<Problem> problems) {
    if (guest.machine() instanceof Machine.Qemu qemu) {
      ends(qemu.board().ends(), problems);
    }
  }

  /** QEMU cannot tell a power-off from a reboot that ends the guest, as libvirt says too. */
  private static void ends(Ends ends, List<Problem> problems) {
    if (ends.powerOff().value() == Ends.PowerOff.RESTART
        && ends.reboot().value() == Ends.Reboot.DESTROY) {
      problems.add(
          Problem.error(
              CONTRADICTION,
              ends.powerOff().at(),
              "on_poweroff restart and on_reboot destroy cannot be used together"));
    }
  }
}
