package vcg.model;

import java.util.List;
import java.util.Optional;

/**
 * What is plugged into a virtual machine beside its disks, cards and serial ports, each in document
 * order.
 *
 * @param hubs where USB hubs are asked for
 * @param panic the model of the device that tells of a crash: {@code isa} or {@code pvpanic}
 * @param balloon how the memory balloon works, where there is one
 */
public record Peripherals(
    Lines lines,
    Screen screen,
    List<Input> inputs,
    List<Location> hubs,
    List<RandomSource> randoms,
    Optional<Watchdog> watchdog,
    Optional<Located<String>> panic,
    Balloon balloon,
    Optional<Located<Long>> vsock) {
  public static final Peripherals NONE =
      new Peripherals(
          Lines.NONE,
          Screen.NONE,
          List.of(),
          List.of(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Balloon.PLAIN,
          Optional.empty());

  public Peripherals {
    inputs = List.copyOf(inputs);
    hubs = List.copyOf(hubs);
    randoms = List.copyOf(randoms);
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
   * @param device of the host; empty: QEMU itself
   * @param bytes the most in each period; empty: any number
   */
  public record RandomSource(
      Location at, Optional<String> device, Optional<Integer> bytes, int periodMillis) {}

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
   * @param statsSeconds how often the guest tells how it uses its memory; 0: never
   */
  public record Balloon(
      Optional<Boolean> autodeflate,
      Optional<Boolean> freePageReporting,
      Optional<Integer> statsSeconds) {
    public static final Balloon PLAIN =
        new Balloon(Optional.empty(), Optional.empty(), Optional.empty());
  }
}
