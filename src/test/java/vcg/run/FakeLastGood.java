package vcg.run;

import java.io.IOException;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import vcg.guest.LastGood;

/** What is kept of documents, in memory. */
final class FakeLastGood implements LastGood {
  private final TreeMap<String, byte[]> kept = new TreeMap<>();
  private boolean full;

  /** From now on nothing more can be kept, or it can again. */
  void fill(boolean nowFull) {
    full = nowFull;
  }

  @Override
  public SortedSet<String> files() {
    return new TreeSet<>(kept.keySet());
  }

  @Override
  public Optional<byte[]> get(String file) {
    return Optional.ofNullable(kept.get(file));
  }

  @Override
  public void put(String file, byte[] content) throws IOException {
    if (full) {
      throw new IOException("cannot write " + file + ": ENOSPC");
    }
    kept.put(file, content.clone());
  }

  @Override
  public void remove(String file) {
    kept.remove(file);
  }
}
