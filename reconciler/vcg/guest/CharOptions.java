package vcg.guest;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;
import vcg.model.CharBackend;
import vcg.model.CharDevice;

/**
 * What character devices are connected to.
 *
 * @param directory of the guest, for sockets that have no path of their own
 */
record CharOptions(Path directory, Options options) {
  /** Where libvirt has the keys and the certificates of character devices. */
  private static final String CERTIFICATES = "/etc/pki/libvirt-chardev";

  /** Adds the backend of a device and the device itself, which must name it. */
  void add(CharDevice device, String id, String field, Object option) {
    if (device.backend() instanceof CharBackend.Tcp tcp && tcp.encrypted()) {
      ObjectNode credentials =
          Options.object()
              .put("qom-type", "tls-creds-x509")
              .put("id", credentials(id))
              .put("dir", CERTIFICATES)
              .put("endpoint", tcp.listens() ? "server" : "client")
              .put("verify-peer", true);
      options.add("-object", credentials, field, device.at());
    }
    options.add("-chardev", backend(device, id), field, device.at());
    options.add("-device", option, field, device.at());
  }

  /** The files that the end of an encrypted connection reads. */
  static List<String> certificates(CharBackend.Tcp tcp) {
    String end = tcp.listens() ? "server" : "client";
    return tcp.encrypted()
        ? Stream.of("ca-cert.pem", end + "-cert.pem", end + "-key.pem")
            .map(name -> CERTIFICATES + "/" + name)
            .toList()
        : List.of();
  }

  private static String credentials(String id) {
    return id + "-tls";
  }

  private KeyValues backend(CharDevice device, String id) {
    KeyValues values = backend(device.backend(), id);
    device
        .log()
        .ifPresent(log -> {
          values.and("logfile", log.file());
          log.append().ifPresent(append -> values.and("logappend", onOff(append)));
        });
    return values;
  }

  private KeyValues backend(CharBackend backend, String id) {
    return switch (backend) {
      case CharBackend.Pty _ -> start("pty", id);
      case CharBackend.Null _ -> start("null", id);
      case CharBackend.Stdio _ -> start("stdio", id);
      case CharBackend.TextScreen _ -> start("vc", id);
      case CharBackend.File(var path, var append) -> {
        KeyValues values = start("file", id).and("path", path);
        append.ifPresent(a -> values.and("append", onOff(a)));
        yield values;
      }
      case CharBackend.Device(var path) ->
          start(id.startsWith("parallel") ? "parallel" : "serial", id).and("path", path);
      case CharBackend.Pipe(var path) -> start("pipe", id).and("path", path);
      case CharBackend.Unix unix -> {
        KeyValues values =
            start("socket", id)
                .and("path", unix.path().orElseGet(() -> directory.resolve(id).toString()));
        yield socket(values, unix.listens(), unix.reconnectSeconds());
      }
      case CharBackend.Tcp tcp -> {
        KeyValues values = start("socket", id).and("host", tcp.host()).and("port", tcp.service());
        if (tcp.telnet()) {
          values.and("telnet", "on");
        }
        if (tcp.encrypted()) {
          values.and("tls-creds", credentials(id));
        }
        yield socket(values, tcp.listens(), tcp.reconnectSeconds());
      }
      case CharBackend.Udp udp -> {
        KeyValues values = start("udp", id).and("host", udp.host()).and("port", udp.service());
        udp.localHost().ifPresent(host -> values.and("localaddr", host));
        udp.localService().ifPresent(service -> values.and("localport", service));
        yield values;
      }
      case CharBackend.Spice(var name) -> start("spicevmc", id).and("name", name);
      case CharBackend.SpicePort(var name) -> start("spiceport", id).and("name", name);
      case CharBackend.Agent(var clipboard, var mouse) -> {
        KeyValues values = start("qemu-vdagent", id);
        clipboard.ifPresent(on -> values.and("clipboard", onOff(on)));
        mouse.ifPresent(on -> values.and("mouse", onOff(on)));
        yield values;
      }
    };
  }

  private static KeyValues start(String kind, String id) {
    return KeyValues.word(kind).and("id", id);
  }

  private static KeyValues socket(
      KeyValues values, boolean listens, Optional<Integer> reconnectSeconds) {
    if (listens) {
      return values.and("server", "on").and("wait", "off");
    }
    values.and("server", "off");
    reconnectSeconds.ifPresent(seconds -> values.and("reconnect", seconds));
    return values;
  }

  private static String onOff(boolean on) {
    return on ? "on" : "off";
  }
}
