package vcg.guest;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import vcg.guest.HostPath.Kind;
import vcg.model.CharBackend;
import vcg.model.CharDevice;
import vcg.model.Graphics;
import vcg.model.Hardware;
import vcg.model.Lines;
import vcg.model.Location;
import vcg.model.NetworkBackend;
import vcg.model.NetworkCard;
import vcg.model.Peripherals;

/** The paths that a guest's devices other than disks need. */
final class DevicePaths {
  /** Through which tap devices are opened. */
  static final String TAPS = "/dev/net/tun";

  private static final String INTERFACES = "/sys/class/net/";

  private DevicePaths() {}

  static List<HostPath> of(Hardware hardware) {
    List<HostPath> paths = new ArrayList<>();
    hardware.serials().forEach(serial -> character(serial.device(), paths));
    Lines lines = hardware.peripherals().lines();
    lines.parallels().forEach(parallel -> character(parallel, paths));
    lines.consoles().forEach(console -> character(console, paths));
    lines.channels().forEach(channel -> character(channel.device(), paths));
    lines.redirections().forEach(redirection -> character(redirection.device(), paths));
    for (NetworkCard card : hardware.cards()) {
      network(card, paths);
      if (card.tuning().vhost()) {
        paths.add(character("/dev/vhost-net", card.at()));
      }
      card.tuning()
          .rom()
          .file()
          .filter(file -> !file.isEmpty())
          .ifPresent(file -> paths.add(new HostPath(file, Kind.FILE, true, card.at())));
    }
    Peripherals peripherals = hardware.peripherals();
    for (Graphics graphics : peripherals.screen().graphics()) {
      if (graphics.listen() instanceof Graphics.Listen.Unix(var path)) {
        path.ifPresent(p -> made(p, Kind.LISTENER, graphics.at(), paths));
      }
      GraphicsOptions.certificates(graphics)
          .forEach(file -> paths.add(new HostPath(file, Kind.FILE, true, graphics.at())));
    }
    peripherals.randoms().forEach(r -> r.device().ifPresent(d -> paths.add(character(d, r.at()))));
    peripherals.vsock().ifPresent(v -> paths.add(character("/dev/vhost-vsock", v.at())));
    return paths;
  }

  private static void network(NetworkCard card, List<HostPath> paths) {
    switch (card.backend()) {
      case NetworkBackend.User _ -> {}
      case NetworkBackend.Tap(var tap, var made, var scripts) -> {
        paths.add(character(TAPS, card.at()));
        tap.filter(_ -> !made)
            .map(name -> new HostPath(INTERFACES + name, Kind.INTERFACE, false, card.at()))
            .ifPresent(paths::add);
        Stream.concat(scripts.up().stream(), scripts.down().stream())
            .forEach(s -> paths.add(new HostPath(s.value(), Kind.SCRIPT, true, s.at())));
      }
      case NetworkBackend.Bridge(var bridge, var isNetwork, _, _) -> {
        if (!isNetwork) {
          String path = INTERFACES + bridge.value() + "/bridge";
          paths.add(new HostPath(path, Kind.BRIDGE, false, bridge.at()));
        }
        paths.add(character(TAPS, card.at()));
      }
      case NetworkBackend.Direct(var device, _, _) -> {
        String path = INTERFACES + device.value();
        paths.add(new HostPath(path, Kind.INTERFACE, false, device.at()));
      }
    }
  }

  private static void character(CharDevice device, List<HostPath> paths) {
    backend(device, paths);
    device.log().ifPresent(log -> made(log.file(), Kind.OUTPUT, device.at(), paths));
  }

  private static void backend(CharDevice device, List<HostPath> paths) {
    switch (device.backend()) {
      case CharBackend.File file -> made(file.path(), Kind.OUTPUT, device.at(), paths);
      case CharBackend.Device(var path) -> paths.add(character(path, device.at()));
      case CharBackend.Pipe pipe -> paths.add(directory(pipe.path(), device.at()));
      case CharBackend.Unix unix ->
          unix.path()
              .ifPresent(path -> {
                if (unix.listens()) {
                  made(path, Kind.LISTENER, device.at(), paths);
                } else {
                  paths.add(
                      unix.reconnectSeconds().isPresent()
                          ? directory(path, device.at())
                          : new HostPath(path, Kind.SOCKET, false, device.at()));
                }
              });
      case CharBackend.Tcp tcp ->
          CharOptions.certificates(tcp)
              .forEach(file -> paths.add(new HostPath(file, Kind.FILE, true, device.at())));
      case CharBackend.Pty _,
          CharBackend.Null _,
          CharBackend.Stdio _,
          CharBackend.TextScreen _,
          CharBackend.Udp _,
          CharBackend.Spice _,
          CharBackend.SpicePort _,
          CharBackend.Agent _ -> {}
    }
  }

  private static void made(String path, Kind kind, Location at, List<HostPath> paths) {
    paths.add(directory(path, at));
    paths.add(new HostPath(path, kind, false, at));
  }

  /** The directory in which a file is made. */
  private static HostPath directory(String path, Location at) {
    String directory = path.substring(0, Math.max(1, path.lastIndexOf('/')));
    return new HostPath(directory, Kind.DIRECTORY, false, at);
  }

  private static HostPath character(String path, Location at) {
    return new HostPath(path, Kind.CHARACTER_DEVICE, false, at);
  }
}
