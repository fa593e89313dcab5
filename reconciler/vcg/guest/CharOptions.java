package vcg.guest;

import java.nio.file.Path;
import vcg.model.CharBackend;
import vcg.model.CharDevice;

/**
 * What character devices are connected to.
 *
 * @param directory of the guest, for sockets that have no path of their own
 */
record CharOptions(Path directory, Options options) {
  /** Adds the backend of a device and the device itself, which must name it. */
  void add(CharDevice device, String id, String field, Object option) {
    options.add("-chardev", backend(device, id), field, device.at());
    options.add("-device", option, field, device.at());
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
      KeyValues values, boolean listens, java.util.Optional<Integer> reconnectSeconds) {
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
