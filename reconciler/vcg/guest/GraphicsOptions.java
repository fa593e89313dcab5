package vcg.guest;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import vcg.model.Graphics;
import vcg.model.Graphics.Listen;
import vcg.model.Guest;

/**
 * The options for the servers of a guest's screen.
 *
 * @param directory of the guest, for sockets
 */
record GraphicsOptions(Guest guest, Path directory, Options options) {
  private static final int FIRST_VNC_PORT = 5900;

  /** Where libvirt has the key and the certificates of spice servers. */
  private static final String CERTIFICATES = "/etc/pki/libvirt-spice";

  /** How far QEMU looks for a free display. */
  private static final int LAST_VNC_DISPLAY = 9999;

  void add(Graphics graphics) {
    switch (graphics) {
      case Graphics.Vnc vnc -> vnc(vnc);
      case Graphics.Spice spice -> spice(spice);
    }
    graphics.keymap().ifPresent(map -> options.add("-k", map, "keymap", graphics.at()));
  }

  private void vnc(Graphics.Vnc vnc) {
    KeyValues values =
        switch (vnc.listen()) {
          case Listen.Nowhere() -> KeyValues.word("none");
          case Listen.Unix(var path) ->
              KeyValues.word("unix:" + path.orElseGet(() -> directory.resolve("vnc").toString()));
          case Listen.Tcp(var address, var port) -> {
            int display = port.map(p -> p - FIRST_VNC_PORT).orElse(0);
            KeyValues tcp = KeyValues.word(host(address) + ":" + display);
            yield port.isPresent() ? tcp : tcp.and("to", LAST_VNC_DISPLAY);
          }
        };
    if (vnc.password().isPresent()) {
      values.and("password", "on"); // nobody gets in before the monitor is told which
    }
    vnc.websocket().ifPresent(port -> values.and("websocket", port < 0 ? "on" : port.toString()));
    vnc.share().ifPresent(share -> values.and("share", share));
    vnc.powerControl().ifPresent(on -> values.and("power-control", onOff(on)));
    vnc.audio().ifPresent(id -> values.and("audiodev", "audio" + id));
    options.add("-vnc", values, "graphics vnc", vnc.at());
  }

  private void spice(Graphics.Spice spice) {
    KeyValues values =
        switch (spice.listen()) {
          case Listen.Nowhere() -> KeyValues.of("port", "0");
          case Listen.Unix(var path) ->
              KeyValues.of("unix", "on")
                  .and("addr", path.orElseGet(() -> directory.resolve("spice").toString()));
          case Listen.Tcp(var address, _) -> {
            KeyValues tcp = new KeyValues();
            SpicePorts.stated(spice)
                .forEach((key, port) ->
                    tcp.and(key, port.orElseGet(() -> SpicePorts.usual(guest, key)).toString()));
            yield tcp.and("addr", address);
          }
        };
    spice
        .tls()
        .ifPresent(tls -> {
          values.and("x509-dir", CERTIFICATES);
          values.andEach("tls-channel", channels(tls, true));
          values.andEach("plaintext-channel", channels(tls, false));
        });
    if (spice.password().isEmpty()) {
      values.and("disable-ticketing", "on");
    }
    word(values, "image-compression", spice.compression().image());
    word(values, "jpeg-wan-compression", spice.compression().jpeg());
    word(values, "zlib-glz-wan-compression", spice.compression().zlib());
    word(values, "playback-compression", spice.compression().playback());
    word(values, "streaming-video", spice.compression().streaming());
    word(values, "agent-mouse", spice.clientMouse().map(GraphicsOptions::onOff));
    word(values, "disable-copy-paste", spice.clipboard().map(on -> onOff(!on)));
    word(values, "disable-agent-file-xfer", spice.files().map(on -> onOff(!on)));
    options.add("-spice", values, "graphics spice", spice.at());
  }

  private static List<String> channels(Graphics.Tls tls, boolean encrypted) {
    return tls.channels().entrySet().stream()
        .filter(channel -> channel.getValue() == encrypted)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The files that an encrypted server reads. */
  static List<String> certificates(Graphics graphics) {
    return graphics instanceof Graphics.Spice spice && spice.tls().isPresent()
        ? Stream.of("ca-cert.pem", "server-cert.pem", "server-key.pem")
            .map(name -> CERTIFICATES + "/" + name)
            .toList()
        : List.of();
  }

  private static void word(KeyValues values, String key, Optional<String> word) {
    word.ifPresent(w -> values.and(key, w));
  }

  private static String onOff(boolean on) {
    return on ? "on" : "off";
  }

  private static String host(String address) {
    return address.contains(":") ? "[" + address + "]" : address;
  }
}
