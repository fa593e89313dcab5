package vcg.model;

import java.util.Optional;
import java.util.stream.Stream;

/** What a network card is connected to. */
public sealed interface NetworkBackend {
  /**
   * QEMU itself passes connections on.
   *
   * @param network of the guest, such as {@code 10.0.2.0/24}; empty: QEMU's choice
   */
  record User(Optional<String> network, Optional<String> network6) implements NetworkBackend {
    public static final User PLAIN = new User(Optional.empty(), Optional.empty());
  }

  /**
   * A bridge of the host, to which vcg connects a tap device that it makes.
   *
   * @param bridge its name, or that of the network that stands for one
   * @param isNetwork whether {@code bridge} is the name of a network
   * @param tap the name of the tap device; empty: one of the card's own
   * @param isolated whether its port reaches no other port that is isolated
   */
  record Bridge(Located<String> bridge, boolean isNetwork, Optional<String> tap, boolean isolated)
      implements NetworkBackend {}

  /**
   * An interface of the host, above which vcg makes a macvtap device.
   *
   * @param device the interface
   * @param name of the macvtap device; empty: one of the card's own
   */
  record Direct(Located<String> device, Mode mode, Optional<String> name)
      implements NetworkBackend {}

  /** Whom guests above one interface reach: libvirt's word, and that of {@code ip}. */
  enum Mode {
    /** Whatever a switch outside sends back. */
    VEPA("vepa", "vepa"),
    /** Each other as well. */
    BRIDGE("bridge", "bridge"),
    /** All but each other. */
    PRIVATE("private", "private"),
    /** The guest has the interface for itself. */
    PASSTHROUGH("passthrough", "passthru");

    private final String word;
    private final String kernel;

    Mode(String word, String kernel) {
      this.word = word;
      this.kernel = kernel;
    }

    /** Empty: it is none of them. */
    public static Optional<Mode> of(String word) {
      return Stream.of(values()).filter(m -> m.word.equals(word)).findFirst();
    }

    public String word() {
      return word;
    }

    public String kernel() {
      return kernel;
    }
  }

  /**
   * A tap device of the host that is on no bridge.
   *
   * @param tap its name; empty: one of the card's own
   * @param made whether vcg makes it where it is missing; otherwise it has a name
   */
  record Tap(Optional<String> tap, boolean made, Scripts scripts) implements NetworkBackend {}

  /**
   * Programs of the host that connect a tap device to something, and undo it.
   *
   * @param up is run when the device is there, before the guest has it
   * @param down is run when the guest has it no more
   */
  record Scripts(Optional<Located<String>> up, Optional<Located<String>> down) {
    public static final Scripts NONE = new Scripts(Optional.empty(), Optional.empty());
  }
}
