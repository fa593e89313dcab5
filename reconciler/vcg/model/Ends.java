package vcg.model;

/**
 * What becomes of a guest that ends by itself. Locations point at the element, or at the document
 * where it says nothing.
 *
 * @param powerOff the guest switches itself off ({@code on_poweroff})
 * @param reboot the guest resets itself ({@code on_reboot})
 * @param crash the guest's system gives up and says so, or QEMU cannot go on; the first process of
 *     a container ends with another exit status than 0 ({@code on_crash}). A process that is killed
 *     is started again, whatever this says
 */
public record Ends(Located<PowerOff> powerOff, Located<Reboot> reboot, Located<Crash> crash) {

  /** What follows when a guest switches itself off. */
  public enum PowerOff {
    DESTROY,
    RESTART
  }

  /** What follows when a guest resets itself. */
  public enum Reboot {
    RESTART,
    DESTROY
  }

  /** What follows when a guest crashes; {@code PRESERVE} leaves it stopped as it is. */
  public enum Crash {
    DESTROY,
    RESTART,
    PRESERVE
  }
}
