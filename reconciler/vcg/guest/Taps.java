package vcg.guest;

import java.io.IOException;
import java.util.Optional;
import vcg.model.GuestId;

/** The interfaces that connect guests to the bridges of the host. */
public interface Taps {
  /**
   * Makes a tap device and connects it to a bridge. One that was made for this guest before is made
   * anew.
   *
   * @param mtu the largest packet, in bytes; empty: the kernel's default
   * @throws IOException there is an interface of this name that vcg has not made for this guest, or
   *     no such bridge; nothing is left behind
   */
  void add(GuestId guest, String tap, String bridge, boolean multiQueue, Optional<Integer> mtu)
      throws IOException, InterruptedException;

  /**
   * Makes a pair of interfaces, of which one is to go into a container. A pair that was made for
   * this guest before is made anew.
   *
   * @param veth the name of the end that stays
   * @param peer the name of the other one until then
   * @param bridge what the first is connected to; empty: nothing
   * @throws IOException as {@link #add}
   */
  void addPair(
      GuestId guest, String veth, String peer, Optional<String> bridge, Optional<Integer> mtu)
      throws IOException, InterruptedException;

  /** Removes a tap device or a pair, if it is there and was made for this guest. */
  void remove(GuestId guest, String tap) throws IOException, InterruptedException;
}
