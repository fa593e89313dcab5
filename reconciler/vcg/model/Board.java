package vcg.model;

import java.util.List;
import java.util.Optional;

/**
 * What a virtual machine is built around.
 *
 * @param architecture such as {@code x86_64}
 * @param type the machine type, such as {@code pc} or {@code pc-q35-7.2}
 * @param features firmware features that the document switches on
 * @param clock the guest's clocks
 * @param bootOrder devices to boot from where no device has a boot order of its own
 * @param kernel direct kernel boot
 * @param ends what becomes of a guest that ends by itself
 */
public record Board(
    Located<String> architecture,
    Located<String> type,
    Features features,
    Located<Clock> clock,
    List<Located<BootDevice>> bootOrder,
    Optional<Kernel> kernel,
    Ends ends) {
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

  /** Firmware features; libvirt switches on only what the document names. */
  public record Features(boolean acpi, boolean apic, boolean pae) {}

  /**
   * Clocks.
   *
   * @param localTime the real-time clock starts at the host's local time, not at UTC
   * @param rtcCatchUp lost ticks of the real-time clock are made up for
   * @param pitDelay lost ticks of the interval timer are delivered late
   * @param hpet whether there is a high precision event timer
   */
  public record Clock(boolean localTime, boolean rtcCatchUp, boolean pitDelay, boolean hpet) {}
}
