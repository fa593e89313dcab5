package vcg.guest;

import java.util.Map;
import tools.jackson.databind.node.ObjectNode;
import vcg.model.DevicePlace;
import vcg.model.Located;
import vcg.model.Location;
import vcg.model.Peripherals;

/** The options for the smaller devices of a guest. */
record PeripheralOptions(Peripherals peripherals, Buses buses, Options options) {
  private static final Map<String, String> USB_INPUTS =
      Map.of("mouse", "usb-mouse", "keyboard", "usb-kbd", "tablet", "usb-tablet");
  private static final Map<String, String> PANICS =
      Map.of("isa", "pvpanic", "pvpanic", "pvpanic-pci"); // hyperv is a part of the processor

  static ObjectNode balloon(Peripherals.Balloon balloon) {
    ObjectNode device =
        DiskOptions.object(VirtioOptions.driver("virtio-balloon-pci", balloon.model()), "balloon");
    balloon.autodeflate().ifPresent(on -> device.put("deflate-on-oom", on.booleanValue()));
    balloon
        .freePageReporting()
        .ifPresent(on -> device.put("free-page-reporting", on.booleanValue()));
    VirtioOptions.put(device, balloon.virtio());
    return device;
  }

  void add() {
    for (int i = 0; i < peripherals.hubs().size(); i++) {
      ObjectNode hub = plugged("usb-hub", "hub" + i, Plugged.Bus.USB);
      options.add("-device", hub, "hub " + i, peripherals.hubs().get(i));
    }
    for (int i = 0; i < peripherals.inputs().size(); i++) {
      input(peripherals.inputs().get(i), i);
    }
    for (int i = 0; i < peripherals.randoms().size(); i++) {
      random(peripherals.randoms().get(i), i);
    }
    peripherals.watchdog().ifPresent(this::watchdog);
    int devices = 0;
    for (Located<String> panic : peripherals.panics()) {
      if (PANICS.containsKey(panic.value())) {
        String driver = PANICS.getOrDefault(panic.value(), "");
        String id = devices == 0 ? "panic" : "panic" + devices;
        options.add("-device", plugged(driver, id, panicBus(panic.value())), id, panic.at());
        devices++;
      }
    }
    peripherals.vsock().ifPresent(this::vsock);
  }

  private void vsock(Peripherals.Vsock vsock) {
    String driver = VirtioOptions.driver("vhost-vsock-pci", vsock.model());
    ObjectNode device = plugged(driver, "vsock", Plugged.Bus.PCI).put("guest-cid", vsock.address());
    VirtioOptions.put(device, vsock.virtio());
    options.add("-device", device, "vsock", vsock.at());
  }

  private ObjectNode plugged(String driver, String id, Plugged.Bus bus) {
    ObjectNode device = DiskOptions.object(driver, id);
    buses.plug(device, bus, DevicePlace.ANY);
    return device;
  }

  private static Plugged.Bus watchdogBus(Peripherals.Watchdog watchdog) {
    return watchdog.model().equals("i6300esb") ? Plugged.Bus.PCI : Plugged.Bus.ISA;
  }

  private static Plugged.Bus panicBus(String model) {
    return model.equals("isa") ? Plugged.Bus.ISA : Plugged.Bus.PCI;
  }

  private void input(Peripherals.Input input, int index) {
    String id = "input" + index;
    ObjectNode device =
        switch (input.bus()) {
          case PS2 -> Options.object(); // every PC has it
          case USB -> plugged(USB_INPUTS.getOrDefault(input.type(), ""), id, Plugged.Bus.USB);
          case VIRTIO -> plugged("virtio-" + input.type() + "-pci", id, Plugged.Bus.PCI);
        };
    if (!device.isEmpty()) {
      options.add("-device", device, "input " + index, input.at());
    }
  }

  private void random(Peripherals.RandomSource random, int index) {
    String id = "rng" + index;
    ObjectNode source =
        Options.object()
            .put("qom-type", random.device().isPresent() ? "rng-random" : "rng-builtin")
            .put("id", id + "-source");
    random.device().ifPresent(path -> source.put("filename", path));
    String driver = VirtioOptions.driver("virtio-rng-pci", random.model());
    ObjectNode device = plugged(driver, id, Plugged.Bus.PCI).put("rng", id + "-source");
    VirtioOptions.put(device, random.virtio());
    random
        .bytes()
        .ifPresent(bytes -> device.put("max-bytes", bytes).put("period", random.periodMillis()));
    options.add("-object", source, "rng " + index, random.at());
    options.add("-device", device, "rng " + index, random.at());
  }

  private void watchdog(Peripherals.Watchdog watchdog) {
    Location at = watchdog.at();
    if (watchdog.model().equals("itco")) {
      options.add("-global", "ICH9-LPC.noreboot=off", "watchdog", at);
    } else {
      options.add(
          "-device", plugged(watchdog.model(), "watchdog", watchdogBus(watchdog)), "watchdog", at);
    }
    options.add("-action", KeyValues.of("watchdog", watchdog.action()), "watchdog", at);
  }
}
