package vcg.guest;

import java.io.IOException;
import java.util.Optional;
import java.util.TreeMap;
import vcg.model.GuestId;

/** Tap devices without a kernel: each belongs to the guest that it was made for. */
public final class FakeTaps implements Taps {
  private final TreeMap<String, GuestId> taps = new TreeMap<>();

  @Override
  public void add(
      GuestId guest, String tap, String bridge, boolean multiQueue, Optional<Integer> mtu)
      throws IOException {
    GuestId other = taps.putIfAbsent(tap, guest);
    if (other != null && !other.equals(guest)) {
      throw new IOException("interface " + tap + " exists and was not made for " + guest);
    }
  }

  @Override
  public void remove(GuestId guest, String tap) {
    taps.remove(tap, guest);
  }

  @Override
  public void addPair(
      GuestId guest, String veth, String peer, Optional<String> bridge, Optional<Integer> mtu) {}
}
