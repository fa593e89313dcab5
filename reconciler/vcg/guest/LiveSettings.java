package vcg.guest;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import vcg.model.DiskDrive;
import vcg.model.Graphics;
import vcg.model.Guest;
import vcg.model.LiveSetting;
import vcg.model.Located;
import vcg.model.Location;
import vcg.model.Machine;
import vcg.model.NetworkCard;
import vcg.model.Throttle;

/** What the command line of QEMU cannot say, or what would then be fixed. */
public final class LiveSettings {
  private LiveSettings() {}

  /**
   * A setting that a document asks for.
   *
   * @param device what has to be there for it; empty: the guest as a whole
   * @param object what messages say it belongs to: {@code disk vda}
   */
  record Wanted(LiveSetting setting, Optional<String> device, String object, Location at) {}

  /** What is set before a guest runs. */
  static List<LiveSetting> atStart(Guest guest, Machine.Qemu machine) {
    return of(guest, machine).stream()
        .map(Wanted::setting)
        .filter(setting -> !setting.isPlain())
        .filter(setting -> !isOfEmptyDrive(setting, machine))
        .toList();
  }

  /** QEMU limits media, not drives. */
  private static boolean isOfEmptyDrive(LiveSetting setting, Machine.Qemu machine) {
    return setting instanceof LiveSetting.Throttling throttling
        && machine.hardware().disks().stream()
            .filter(d -> DiskOptions.id(d).equals(throttling.device()))
            .allMatch(d -> d.source().isEmpty() || d.looks().trayOpen());
  }

  /** Every setting of a guest, also those that its document leaves as they are. */
  static List<Wanted> of(Guest guest, Machine.Qemu machine) {
    List<Wanted> all = new ArrayList<>();
    for (DiskDrive disk : machine.hardware().disks()) {
      all.add(throttling(disk));
    }
    List<NetworkCard> cards = machine.hardware().cards();
    for (int i = 0; i < cards.size(); i++) {
      all.add(link(cards.get(i), CardOptions.mac(cards.get(i), guest.uuid(), i)));
    }
    if (machine.hardware().balloon()) {
      int seconds = machine.hardware().peripherals().balloon().statsSeconds().orElse(0);
      all.add(
          new Wanted(
              new LiveSetting.BalloonStats(seconds),
              Optional.of("balloon"),
              "memballoon",
              guest.at()));
    }
    for (Graphics graphics : machine.hardware().peripherals().screen().graphics()) {
      graphics.password().ifPresent(password -> all.add(access(guest, graphics, password)));
    }
    return all;
  }

  private static Wanted throttling(DiskDrive disk) {
    String device = DiskOptions.id(disk);
    String path = MonitorDevices.PERIPHERAL + "/" + device;
    String backend =
        switch (disk.bus()) {
          case VIRTIO -> path + "/virtio-backend";
          case USB -> path + "/" + device + ".0/legacy[0]";
          case IDE, SATA, SCSI, FDC -> device;
        };
    return new Wanted(
        new LiveSetting.Throttling(device, backend, disk.throttle().map(Located::value)),
        Optional.of(device),
        "disk " + disk.target(),
        disk.throttle().map(Located::at).orElse(disk.at()));
  }

  /** The name of the limits that a disk has, which those of a group have in common. */
  public static String throttleGroup(DiskDrive disk, Throttle throttle) {
    return throttle.group().orElseGet(() -> DiskOptions.id(disk));
  }

  private static Wanted link(NetworkCard card, String mac) {
    String device = card.place().id(CardOptions.id(mac));
    return new Wanted(
        new LiveSetting.Link(device, !card.linkDown()),
        Optional.of(device),
        "interface " + mac,
        card.at());
  }

  private static Wanted access(Guest guest, Graphics graphics, Graphics.Password password) {
    String protocol =
        switch (graphics) {
          case Graphics.Vnc _ -> "vnc";
          case Graphics.Spice _ -> "spice";
        };
    byte[] hash =
        DeviceOptions.sha256(guest.uuid() + "/" + protocol + "-password/" + password.text());
    return new Wanted(
        new LiveSetting.Access(protocol, password, HexFormat.of().formatHex(hash)),
        Optional.empty(),
        "graphics " + protocol,
        graphics.at());
  }
}
