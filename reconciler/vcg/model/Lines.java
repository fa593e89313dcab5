package vcg.model;

import java.util.List;
import java.util.Optional;

/**
 * The character devices of a virtual machine beside its serial ports, each in document order.
 *
 * @param parallels parallel ports, in order of their number
 * @param consoles those of virtio
 */
public record Lines(
    List<CharDevice> parallels,
    List<CharDevice> consoles,
    List<Channel> channels,
    List<Redirection> redirections) {
  public static final Lines NONE = new Lines(List.of(), List.of(), List.of(), List.of());

  public Lines {
    parallels = List.copyOf(parallels);
    consoles = List.copyOf(consoles);
    channels = List.copyOf(channels);
    redirections = List.copyOf(redirections);
  }

  /**
   * A port of virtio-serial.
   *
   * @param name in the guest; empty: none
   */
  public record Channel(Optional<String> name, CharDevice device) {}

  /** A USB device that is plugged in from elsewhere. */
  public record Redirection(CharDevice device, Optional<Integer> bootOrder) {}
}
