package vcg.model;

import java.util.List;
import java.util.Optional;

/**
 * What a virtual machine is built around.
 *
 * @param architecture such as {@code x86_64}
 * @param type the machine type, such as {@code pc} or {@code pc-q35-7.2}
 * @param features what the document switches on or off
 * @param clock the guest's clocks
 * @param bootOrder devices to boot from where no device has a boot order of its own
 * @param kernel direct kernel boot
 * @param ends what becomes of a guest that ends by itself
 * @param firmware what runs before the operating system
 * @param identity what the machine tells its guest about itself
 * @param power whether it can sleep
 */
public record Board(
    Located<String> architecture,
    Located<String> type,
    Features features,
    Located<Clock> clock,
    List<Located<BootDevice>> bootOrder,
    Optional<Kernel> kernel,
    Ends ends,
    Firmware firmware,
    Identity identity,
    PowerStates power) {
  public Board {
    bootOrder = List.copyOf(bootOrder);
  }

  /** What firmware can boot from. */
  public enum BootDevice {
    HD,
    CDROM,
    FLOPPY,
    NETWORK
  }

  /** A kernel that QEMU loads itself. Paths are absolute. */
  public record Kernel(
      Located<String> image,
      Optional<Located<String>> initrd,
      Optional<Located<String>> commandLine) {}

  /** The same, telling its guest something else about itself. */
  public Board with(Identity told) {
    return new Board(
        architecture, type, features, clock, bootOrder, kernel, ends, firmware, told, power);
  }

  /** The same with firmware that was chosen for it. */
  public Board with(Firmware chosen, Features needed) {
    return new Board(
        architecture, type, needed, clock, bootOrder, kernel, ends, chosen, identity, power);
  }
}
