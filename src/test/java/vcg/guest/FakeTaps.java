package vcg.guest;

import java.io.IOException;
import java.util.TreeMap;
import vcg.model.Change;
import vcg.model.GuestId;

/** Tap devices without a kernel: each belongs to the guest that it was made for. */
public final class FakeTaps implements Taps {
  private final TreeMap<String, GuestId> taps = new TreeMap<>();

  @Override
  public void add(Change.AddTap add) throws IOException {
    GuestId other = taps.putIfAbsent(add.tap(), add.guest());
    if (other != null && !other.equals(add.guest())) {
      throw new IOException(
          "interface " + add.tap() + " exists and was not made for " + add.guest());
    }
  }

  @Override
  public void run(String script, String tap) {}

  @Override
  public void connect(GuestId guest, String tap, String bridge) {}

  @Override
  public void remove(GuestId guest, String tap) {
    taps.remove(tap, guest);
  }

  @Override
  public void addMacvtap(Change.AddMacvtap macvtap) {}

  @Override
  public void addPair(Change.AddVeth pair) {}
}
