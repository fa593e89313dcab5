package vcg.model;

import java.util.Optional;

/**
 * A network card.
 *
 * @param mac six hexadecimal bytes with colons, lower case; empty: derived from the guest's uuid
 * @param model libvirt's word, such as {@code virtio} or {@code e1000}
 * @param bootOrder 1 boots first; empty: not booted from
 * @param linkDown whether the guest starts with its cable pulled
 */
public record NetworkCard(
    Location at,
    Optional<String> mac,
    String model,
    NetworkBackend backend,
    CardTuning tuning,
    Optional<Integer> bootOrder,
    boolean linkDown,
    DevicePlace place) {

  /** The same card, connected to something else. */
  public NetworkCard with(NetworkBackend other) {
    return new NetworkCard(at, mac, model, other, tuning, bootOrder, linkDown, place);
  }

  /** A card with user networking and nothing said about it. */
  public static NetworkCard user(Location at, Optional<String> mac, String model) {
    return new NetworkCard(
        at,
        mac,
        model,
        NetworkBackend.User.PLAIN,
        CardTuning.NONE,
        Optional.empty(),
        false,
        DevicePlace.ANY);
  }
}
