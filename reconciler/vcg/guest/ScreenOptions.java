package vcg.guest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;
import vcg.model.DevicePlace;
import vcg.model.Guest;
import vcg.model.Location;
import vcg.model.Screen;

/** The options for what a guest shows and plays. */
record ScreenOptions(Screen screen, Buses buses, Options options) {
  private static final Map<String, String> CARDS =
      Map.of(
          "vga", "VGA",
          "cirrus", "cirrus-vga",
          "virtio", "virtio-vga",
          "bochs", "bochs-display",
          "ramfb", "ramfb",
          "qxl", "qxl-vga",
          "vmvga", "vmware-svga");
  private static final Map<String, String> FURTHER_CARDS =
      Map.of("virtio", "virtio-gpu-pci", "qxl", "qxl");
  private static final Map<String, String> SOUNDS =
      Map.of(
          "ich6", "intel-hda",
          "ich9", "ich9-intel-hda",
          "ac97", "AC97",
          "es1370", "ES1370",
          "sb16", "sb16",
          "usb", "usb-audio");
  private static final int KIB_PER_MIB = 1024;

  static void add(Guest guest, Screen screen, GuestFiles files, Buses buses, Options options) {
    ScreenOptions of = new ScreenOptions(screen, buses, options);
    of.audios();
    GraphicsOptions graphics = new GraphicsOptions(guest, files.directory(guest.id()), options);
    screen.graphics().forEach(graphics::add);
    of.videos();
    of.sounds();
  }

  /** The audio backends; where a document names none and plays something, one as in libvirt. */
  private List<Screen.Audio> backends() {
    Optional<Location> first =
        screen.sounds().stream()
            .map(Screen.Sound::at)
            .findFirst()
            .filter(_ -> screen.audios().isEmpty());
    List<Screen.Audio> backends = new ArrayList<>(screen.audios());
    first.ifPresent(at -> backends.add(new Screen.Audio(at, 1, screen.hasSpice())));
    return backends;
  }

  private void audios() {
    for (Screen.Audio audio : backends()) {
      options.add(
          "-audiodev",
          Options.object()
              .put("id", "audio" + audio.id())
              .put("driver", audio.spice() ? "spice" : "none"),
          "audio " + audio.id(),
          audio.at());
    }
  }

  /** The card of the console comes first. */
  private void videos() {
    List<Screen.Video> videos = screen.videos();
    int primary = 0;
    for (int i = 0; i < videos.size(); i++) {
      primary = videos.get(i).primary() ? i : primary;
    }
    if (!videos.isEmpty()) {
      video(videos.get(primary), primary, true);
    }
    for (int i = 0; i < videos.size(); i++) {
      if (i != primary) {
        video(videos.get(i), i, false);
      }
    }
  }

  private void video(Screen.Video video, int index, boolean primary) {
    String type = video.type();
    String driver = CARDS.getOrDefault(type, type);
    ObjectNode device =
        DiskOptions.object(
            primary ? driver : FURTHER_CARDS.getOrDefault(type, driver), "video" + index);
    switch (type) {
      case "qxl" -> {
        video.sizes().ram().ifPresent(k -> device.put("ram_size", bytes(k)));
        video.sizes().vram().ifPresent(k -> device.put("vram_size", bytes(k)));
        video.sizes().vram64().ifPresent(k -> device.put("vram64_size_mb", mebibytes(k)));
        video.sizes().vgamem().ifPresent(k -> device.put("vgamem_mb", mebibytes(k)));
      }
      case "vga", "vmvga" ->
          video.sizes().vram().ifPresent(k -> device.put("vgamem_mb", mebibytes(k)));
      case "bochs" -> video.sizes().vram().ifPresent(k -> device.put("vgamem", bytes(k)));
      default -> {} // QEMU knows no sizes of the others
    }
    if (type.equals("qxl") || type.equals("virtio")) {
      video.heads().ifPresent(heads -> device.put("max_outputs", heads));
    }
    video.resolution().ifPresent(r -> device.put("xres", r.width()).put("yres", r.height()));
    video.blob().ifPresent(blob -> device.put("blob", blob.booleanValue()));
    if (!type.equals("ramfb")) { // which is on no bus
      buses.plug(device, Plugged.Bus.PCI, DevicePlace.ANY);
    }
    options.add("-device", device, "video " + index, video.at());
  }

  private static long bytes(int kibibytes) {
    return (long) mebibytes(kibibytes) * KIB_PER_MIB * 1024;
  }

  /** QEMU's cards have memories of a power of two. */
  private static int mebibytes(int kibibytes) {
    int whole = Math.max(1, (int) Math.ceilDiv((long) kibibytes, KIB_PER_MIB));
    return whole == Integer.highestOneBit(whole) ? whole : Integer.highestOneBit(whole) << 1;
  }

  private void sounds() {
    for (int i = 0; i < screen.sounds().size(); i++) {
      Screen.Sound sound = screen.sounds().get(i);
      String id = "sound" + i;
      String field = "sound " + i;
      String audio = "audio" + sound.audio().orElseGet(() -> backends().getFirst().id());
      if (sound.model().equals("pcspk")) {
        options.add("-machine", "pcspk-audiodev=" + audio, field, sound.at());
        continue;
      }
      ObjectNode device = DiskOptions.object(SOUNDS.getOrDefault(sound.model(), ""), id);
      if (sound.codecs().isEmpty()) {
        device.put("audiodev", audio);
      }
      if (sound.model().equals("usb")) {
        sound.multichannel().ifPresent(on -> device.put("multi", on.booleanValue()));
      }
      buses.plug(device, bus(sound.model()), DevicePlace.ANY);
      options.add("-device", device, field, sound.at());
      for (int c = 0; c < sound.codecs().size(); c++) {
        ObjectNode codec =
            DiskOptions.object("hda-" + sound.codecs().get(c), id + "-codec" + c)
                .put("bus", id + ".0")
                .put("cad", c)
                .put("audiodev", audio);
        options.add("-device", codec, field, sound.at());
      }
    }
  }

  static Plugged.Bus bus(String sound) {
    return switch (sound) {
      case "usb" -> Plugged.Bus.USB;
      case "sb16" -> Plugged.Bus.ISA;
      default -> Plugged.Bus.PCI;
    };
  }
}
