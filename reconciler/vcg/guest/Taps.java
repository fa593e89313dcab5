package vcg.guest;

import java.io.IOException;
import java.util.Optional;
import vcg.model.GuestId;

/** The tap devices that connect guests to the bridges of the host. */
public interface Taps {
  /**
   * Makes a tap device and connects it to a bridge. One that was made for this guest before is made
   * anew.
   *
   * @param mtu the largest packet, in bytes; empty: the kernel's default
   * @param isolated whether its port of the bridge reaches no other port that is isolated
   * @throws IOException there is an interface of this name that vcg has not made for this guest, or
   *     no such bridge; nothing is left behind
   */
  void add(
      GuestId guest,
      String tap,
      String bridge,
      boolean multiQueue,
      Optional<Integer> mtu,
      boolean isolated)
      throws IOException, InterruptedException;

  /** Removes a tap device, if it is there and was made for this guest. */
  void remove(GuestId guest, String tap) throws IOException, InterruptedException;
}
