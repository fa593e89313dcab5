package vcg.model;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How a network card works; empty: QEMU's default.
 *
 * @param vhost whether the kernel moves the packets
 * @param timer whether the guest's packets are fetched when a timer fires
 * @param queues how many pairs of queues
 * @param rxQueue the length of a queue to the guest
 * @param txQueue the length of a queue from the guest
 * @param features on or off, by the name of QEMU's property
 * @param mtu the largest packet, in bytes
 * @param rom its firmware
 * @param sendBuffer what the host holds for the guest, in bytes
 */
public record CardTuning(
    boolean vhost,
    Optional<Boolean> timer,
    int queues,
    Optional<Integer> rxQueue,
    Optional<Integer> txQueue,
    SortedMap<String, Boolean> features,
    Optional<Integer> mtu,
    Rom rom,
    Optional<Long> sendBuffer) {
  public static final CardTuning NONE =
      new CardTuning(
          false,
          Optional.empty(),
          1,
          Optional.empty(),
          Optional.empty(),
          new TreeMap<>(),
          Optional.empty(),
          new Rom(Optional.empty(), Optional.empty()),
          Optional.empty());

  public CardTuning {
    features = Sorted.copy(features);
  }

  /** Whether something is said that only a card of model virtio has. */
  public boolean needsVirtio() {
    return timer.isPresent()
        || queues > 1
        || rxQueue.isPresent()
        || txQueue.isPresent()
        || !features.isEmpty();
  }

  /**
   * The firmware of a card.
   *
   * @param bar whether the guest sees it
   * @param file absolute path, or empty text for none
   */
  public record Rom(Optional<Boolean> bar, Optional<String> file) {}
}
