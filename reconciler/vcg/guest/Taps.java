package vcg.guest;

import java.io.IOException;
import vcg.model.Change;
import vcg.model.GuestId;

/** The interfaces that connect guests to the bridges of the host. */
public interface Taps {
  /**
   * Makes a tap device and connects it to a bridge. One that was made for this guest before is made
   * anew; one that is to be on no bridge and somebody else has made is left as it is.
   *
   * @throws IOException there is an interface of this name that vcg has not made for this guest, or
   *     no such bridge; nothing is left behind
   */
  void add(Change.AddTap tap) throws IOException, InterruptedException;

  /**
   * Connects a tap device to another bridge.
   *
   * @throws IOException it was not made for this guest, or there is no such bridge
   */
  void connect(GuestId guest, String tap, String bridge) throws IOException, InterruptedException;

  /**
   * Makes a pair of interfaces, of which one is to go into a container. A pair that was made for
   * this guest before is made anew.
   *
   * @throws IOException as {@link #add}
   */
  void addPair(Change.AddVeth pair) throws IOException, InterruptedException;

  /**
   * Makes a macvtap device above an interface. One that was made for this guest before is made
   * anew.
   *
   * @throws IOException as {@link #add}
   */
  void addMacvtap(Change.AddMacvtap macvtap) throws IOException, InterruptedException;

  /**
   * Runs a program of the host with the name of a tap device as its only argument.
   *
   * @throws IOException it cannot be run, says that it failed, or takes too long and is ended
   */
  void run(String script, String tap) throws IOException, InterruptedException;

  /** Removes a tap device, macvtap device or a pair, if it is there and was made for this guest. */
  void remove(GuestId guest, String tap) throws IOException, InterruptedException;
}
