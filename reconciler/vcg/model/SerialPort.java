package vcg.model;

/** A serial port; its number is its place in the list. */
public record SerialPort(Kind kind, CharDevice device) {
  /** The device that the guest sees. */
  public enum Kind {
    ISA,
    USB,
    PCI,
    /** A port that firmware writes its messages to; it is none of the four. */
    DEBUG
  }
}
