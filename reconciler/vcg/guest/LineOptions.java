package vcg.guest;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;
import vcg.model.CharDevice;
import vcg.model.DevicePlace;
import vcg.model.Guest;
import vcg.model.Lines;
import vcg.model.SerialPort;

/** The options for serial and parallel ports, consoles, channels and redirected USB devices. */
record LineOptions(CharOptions characters, Buses buses) {
  static LineOptions of(Guest guest, GuestFiles files, Buses buses, Options options) {
    return new LineOptions(new CharOptions(files.directory(guest.id()), options), buses);
  }

  void serials(List<SerialPort> serials) {
    for (int port = 0; port < serials.size(); port++) {
      String id = "serial" + port;
      CharDevice device = serials.get(port).device();
      ObjectNode option =
          switch (serials.get(port).kind()) {
            case ISA -> object("isa-serial", id).put("index", port);
            case USB -> plugged("usb-serial", id, Plugged.Bus.USB);
            case PCI -> plugged("pci-serial", id, Plugged.Bus.PCI);
            case DEBUG -> object("isa-debugcon", id);
          };
      characters.add(device, id, "serial " + port, option);
    }
  }

  void lines(Lines lines) {
    for (int port = 0; port < lines.parallels().size(); port++) {
      String id = "parallel" + port;
      ObjectNode option = object("isa-parallel", id).put("index", port);
      characters.add(lines.parallels().get(port), id, "parallel " + port, option);
    }
    for (int i = 0; i < lines.consoles().size(); i++) {
      String id = "console" + i;
      ObjectNode option = plugged("virtconsole", id, Plugged.Bus.VIRTIO_SERIAL);
      characters.add(lines.consoles().get(i), id, "console " + i, option);
    }
    for (int i = 0; i < lines.channels().size(); i++) {
      String id = "channel" + i;
      Lines.Channel channel = lines.channels().get(i);
      ObjectNode option = plugged("virtserialport", id, Plugged.Bus.VIRTIO_SERIAL);
      channel.name().ifPresent(name -> option.put("name", name));
      characters.add(channel.device(), id, "channel " + i, option);
    }
    for (int i = 0; i < lines.redirections().size(); i++) {
      String id = "redirdev" + i;
      Lines.Redirection redirection = lines.redirections().get(i);
      ObjectNode option = plugged("usb-redir", id, Plugged.Bus.USB);
      redirection.bootOrder().ifPresent(order -> option.put("bootindex", order));
      characters.add(redirection.device(), id, "redirdev " + i, option);
    }
  }

  private ObjectNode plugged(String driver, String id, Plugged.Bus bus) {
    ObjectNode device = object(driver, id);
    buses.plug(device, bus, DevicePlace.ANY);
    return device;
  }

  private static ObjectNode object(String driver, String id) {
    return DiskOptions.object(driver, id).put("chardev", id);
  }
}
