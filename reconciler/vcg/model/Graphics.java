package vcg.model;

import java.util.Optional;
import java.util.SortedMap;

/** A server for the screen of a virtual machine. */
public sealed interface Graphics {
  Location at();

  Listen listen();

  Optional<Password> password();

  Optional<String> keymap();

  /**
   * VNC.
   *
   * @param share libvirt's word for who may be connected; empty: QEMU's default
   * @param websocket -1: chosen by QEMU
   * @param audio the id of an audio backend
   */
  record Vnc(
      Location at,
      Listen listen,
      Optional<Password> password,
      Optional<String> keymap,
      Optional<String> share,
      Optional<Integer> websocket,
      Optional<Boolean> powerControl,
      Optional<Integer> audio)
      implements Graphics {}

  /**
   * Spice.
   *
   * @param tls empty: no channel of it is ever encrypted
   */
  record Spice(
      Location at,
      Listen listen,
      Optional<Tls> tls,
      Optional<Password> password,
      Optional<String> keymap,
      Compression compression,
      Optional<Boolean> clientMouse,
      Optional<Boolean> clipboard,
      Optional<Boolean> files)
      implements Graphics {}

  /**
   * What spice encrypts.
   *
   * @param port for encrypted connections; empty: one is chosen
   * @param hasPlainPort whether there is one for others too
   * @param channels whether a channel must be encrypted (true) or must not, by libvirt's word for
   *     it, {@code default} for all that have none; one that is missing may be either
   */
  record Tls(Optional<Integer> port, boolean hasPlainPort, SortedMap<String, Boolean> channels) {
    public Tls {
      channels = Sorted.copy(channels);
    }
  }

  /** How spice sends what, in libvirt's words; empty: QEMU's default. */
  record Compression(
      Optional<String> image,
      Optional<String> jpeg,
      Optional<String> zlib,
      Optional<String> playback,
      Optional<String> streaming) {}

  /** Where a server listens. */
  sealed interface Listen {
    /**
     * TCP.
     *
     * @param port empty: one is chosen
     */
    record Tcp(String address, Optional<Integer> port) implements Listen {}

    /**
     * A Unix socket.
     *
     * @param path empty: one in the guest's run directory
     */
    record Unix(Optional<String> path) implements Listen {}

    /** Nowhere. */
    record Nowhere() implements Listen {}
  }

  /**
   * What a client must know.
   *
   * @param expiresSeconds when that ends, in seconds since 1970; empty: never
   */
  record Password(String text, Optional<Long> expiresSeconds) {
    /** Never shows the text. */
    @Override
    public String toString() {
      return "Password[expires=" + expiresSeconds + "]";
    }
  }
}
