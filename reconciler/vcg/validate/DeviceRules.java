package vcg.validate;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import vcg.guest.DirectCards;
import vcg.model.CharBackend;
import vcg.model.CharDevice;
import vcg.model.DiskDrive;
import vcg.model.Graphics;
import vcg.model.Guest;
import vcg.model.Hardware;
import vcg.model.Lines;
import vcg.model.Location;
import vcg.model.Machine;
import vcg.model.NetworkBackend;
import vcg.model.NetworkCard;
import vcg.model.Peripherals;
import vcg.model.Problem;
import vcg.model.Screen;
import vcg.model.SerialPort;

/** How the devices of a virtual machine other than its disks fit together, and with the machine. */
final class DeviceRules {
  private static final String SAME_DEVICE = "VCG217";
  private static final String FIT = "VCG240";
  private static final Set<String> ONLY_FIRST = Set.of("vga", "cirrus", "vmvga", "ramfb");

  private final Machine.Qemu qemu;
  private final List<Problem> problems;

  private DeviceRules(Machine.Qemu qemu, List<Problem> problems) {
    this.qemu = qemu;
    this.problems = problems;
  }

  static void check(Guest guest, List<Problem> problems) {
    if (guest.machine() instanceof Machine.Qemu qemu) {
      new DeviceRules(qemu, problems).check();
    }
  }

  private void check() {
    Peripherals peripherals = qemu.hardware().peripherals();
    bootOrders(qemu.hardware());
    descriptors(qemu.hardware().cards());
    names(qemu.hardware().cards());
    characters();
    videos(peripherals.screen());
    sound(peripherals.screen());
    keymaps(peripherals.screen().graphics());
    peripherals.watchdog().ifPresent(this::watchdog);
  }

  private void fit(Location at, String message) {
    problems.add(Problem.error(FIT, at, message));
  }

  /** Disks and cards among themselves are checked where disks are. */
  private void bootOrders(Hardware hardware) {
    Map<Integer, Location> orders = new HashMap<>();
    for (DiskDrive disk : hardware.disks()) {
      disk.bootOrder().ifPresent(order -> orders.putIfAbsent(order, disk.at()));
    }
    for (NetworkCard card : hardware.cards()) {
      card.bootOrder().ifPresent(order -> orders.putIfAbsent(order, card.at()));
    }
    hardware
        .peripherals()
        .lines()
        .redirections()
        .forEach(r -> order(orders, r.bootOrder(), r.device().at()));
  }

  private void descriptors(List<NetworkCard> cards) {
    int queues = 0;
    for (NetworkCard card : cards) {
      if (card.backend() instanceof NetworkBackend.Direct) {
        queues += card.tuning().queues();
        if (queues > DirectCards.MOST_QUEUES) {
          String message =
              "a machine has at most "
                  + DirectCards.MOST_QUEUES
                  + " interfaces of type direct, each queue counted";
          fit(card.at(), message);
          return;
        }
      }
    }
  }

  private void names(List<NetworkCard> cards) {
    Set<String> names = new HashSet<>();
    for (NetworkCard card : cards) {
      Optional<String> name =
          switch (card.backend()) {
            case NetworkBackend.Bridge bridge -> bridge.tap();
            case NetworkBackend.Direct direct -> direct.name();
            case NetworkBackend.Tap tap -> tap.tap();
            case NetworkBackend.User _ -> Optional.empty();
          };
      if (name.isPresent() && !names.add(name.get())) {
        String message = "target dev " + name.get() + " occurs twice";
        problems.add(Problem.error(SAME_DEVICE, card.at(), message));
      }
    }
  }

  private void order(Map<Integer, Location> orders, Optional<Integer> order, Location at) {
    if (order.isPresent()) {
      Location other = orders.putIfAbsent(order.get(), at);
      if (other != null) {
        String message = "boot order " + order.get() + " occurs twice, first at " + other;
        problems.add(Problem.error(SAME_DEVICE, at, message));
      }
    }
  }

  private void characters() {
    Lines lines = qemu.hardware().peripherals().lines();
    boolean hasSpice = qemu.hardware().peripherals().screen().hasSpice();
    int terminals = 0;
    for (CharDevice device : devices(lines).toList()) {
      boolean spice =
          device.backend() instanceof CharBackend.Spice
              || device.backend() instanceof CharBackend.SpicePort;
      if (spice && !hasSpice) {
        fit(
            device.at(),
            "this is connected to a spice client, but there are no graphics of type spice");
      }
      if (device.backend() instanceof CharBackend.Stdio && ++terminals > 1) {
        fit(device.at(), "only one device can be of type stdio");
      }
    }
    Set<String> names = new HashSet<>();
    for (Lines.Channel channel : lines.channels()) {
      if (channel.name().isPresent() && !names.add(channel.name().get())) {
        String message = "channel " + channel.name().get() + " occurs twice";
        problems.add(Problem.error(SAME_DEVICE, channel.device().at(), message));
      }
    }
  }

  private Stream<CharDevice> devices(Lines lines) {
    return Stream.of(
            qemu.hardware().serials().stream().map(SerialPort::device),
            lines.parallels().stream(),
            lines.consoles().stream(),
            lines.channels().stream().map(Lines.Channel::device),
            lines.redirections().stream().map(Lines.Redirection::device))
        .flatMap(s -> s);
  }

  private void videos(Screen screen) {
    long primaries = screen.videos().stream().filter(Screen.Video::primary).count();
    boolean first = primaries == 0;
    int stated = 0;
    for (Screen.Video video : screen.videos()) {
      if (video.primary() && ++stated > 1) {
        fit(video.at(), "only one video card is the primary one");
      }
      boolean further = !video.primary() && !first;
      if (further && ONLY_FIRST.contains(video.type())) {
        fit(video.at(), "a card of type " + video.type() + " can only be the primary one");
      }
      first = false;
    }
  }

  private void sound(Screen screen) {
    Set<Integer> ids = new HashSet<>();
    for (Screen.Audio audio : screen.audios()) {
      if (!ids.add(audio.id())) {
        problems.add(
            Problem.error(SAME_DEVICE, audio.at(), "audio " + audio.id() + " occurs twice"));
      }
      if (audio.spice() && !screen.hasSpice()) {
        fit(audio.at(), "audio of type spice needs graphics of type spice");
      }
    }
    screen.sounds().forEach(s -> audio(ids, s.audio(), s.at()));
    for (Graphics graphics : screen.graphics()) {
      if (graphics instanceof Graphics.Vnc vnc) {
        audio(ids, vnc.audio(), vnc.at());
      }
    }
  }

  private void audio(Set<Integer> ids, Optional<Integer> wanted, Location at) {
    wanted
        .filter(id -> !ids.contains(id))
        .ifPresent(id -> fit(at, "there is no <audio> with the id " + id));
  }

  private void keymaps(List<Graphics> graphics) {
    Set<String> maps = new HashSet<>();
    for (Graphics server : graphics) {
      server.keymap().ifPresent(maps::add);
      if (maps.size() > 1) {
        fit(server.at(), "a machine has one keymap, whatever graphics it has");
        return;
      }
    }
  }

  private void watchdog(Peripherals.Watchdog watchdog) {
    if (watchdog.model().equals("itco") && !MachineRules.isQ35(qemu)) {
      String type = qemu.board().type().value();
      fit(watchdog.at(), "machine type " + type + " has no watchdog itco; i6300esb can be added");
    }
  }
}
