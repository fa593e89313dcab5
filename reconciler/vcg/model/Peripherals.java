package vcg.model;

import java.util.List;
import java.util.Optional;

/**
 * What is plugged into a virtual machine beside its disks, cards and serial ports, each in document
 * order.
 *
 * @param hubs where USB hubs are asked for
 * @param panics the models of devices that tell of a crash: {@code isa}, {@code pvpanic} or {@code
 *     hyperv}
 * @param balloon how the memory balloon works, where there is one
 */
public record Peripherals(
    Lines lines,
    Screen screen,
    List<Input> inputs,
    List<Location> hubs,
    List<RandomSource> randoms,
    Optional<Watchdog> watchdog,
    List<Located<String>> panics,
    Balloon balloon,
    Optional<Vsock> vsock,
    Optional<Located<Tpm>> tpm) {
  public static final Peripherals NONE =
      new Peripherals(
          Lines.NONE,
          Screen.NONE,
          List.of(),
          List.of(),
          List.of(),
          Optional.empty(),
          List.of(),
          Balloon.PLAIN,
          Optional.empty(),
          Optional.empty());

  public Peripherals {
    inputs = List.copyOf(inputs);
    hubs = List.copyOf(hubs);
    randoms = List.copyOf(randoms);
    panics = List.copyOf(panics);
  }

  /**
   * A mouse, keyboard or tablet.
   *
   * @param type libvirt's word
   */
  public record Input(Location at, String type, Bus bus) {
    /** Where it is plugged in; every PC has a mouse and a keyboard on PS2. */
    public enum Bus {
      PS2,
      USB,
      VIRTIO
    }
  }

  /**
   * A source of random numbers.
   *
   * @param model libvirt's word, such as {@code virtio-transitional}
   * @param device of the host; empty: QEMU itself
   * @param bytes the most in each period; empty: any number
   */
  public record RandomSource(
      Location at,
      String model,
      Optional<String> device,
      Optional<Integer> bytes,
      int periodMillis,
      VirtioDriver virtio) {}

  /**
   * A watchdog.
   *
   * @param model {@code i6300esb}, {@code ib700} or {@code itco}
   * @param action QEMU's word
   */
  public record Watchdog(Location at, String model, String action) {}

  /**
   * How the memory balloon works; empty: QEMU's default.
   *
   * @param model libvirt's word, such as {@code virtio-transitional}
   * @param statsSeconds how often the guest tells how it uses its memory; 0: never
   */
  public record Balloon(
      String model,
      Optional<Boolean> autodeflate,
      Optional<Boolean> freePageReporting,
      Optional<Integer> statsSeconds,
      VirtioDriver virtio) {
    public static final Balloon PLAIN =
        new Balloon(
            "virtio", Optional.empty(), Optional.empty(), Optional.empty(), VirtioDriver.USUAL);
  }

  /**
   * A socket between guest and host.
   *
   * @param address of the guest
   */
  public record Vsock(Location at, String model, long address, VirtioDriver virtio) {}

  /**
   * A trusted platform module, emulated by a process of its own.
   *
   * @param model libvirt's word, which is QEMU's
   * @param isVersion2 otherwise it is of version 1.2
   */
  public record Tpm(String model, boolean isVersion2) {}
}
