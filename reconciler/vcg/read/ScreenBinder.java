package vcg.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vcg.model.Graphics;
import vcg.model.Screen;
import vcg.read.xml.Audio;
import vcg.read.xml.Devices;
import vcg.read.xml.Placed;
import vcg.read.xml.Sound;
import vcg.read.xml.Video;

/** Reads what a virtual machine shows and plays. */
final class ScreenBinder {
  private final Findings findings;

  ScreenBinder(Findings findings) {
    this.findings = findings;
  }

  Screen bind(Devices devices) {
    GraphicsBinder binder = new GraphicsBinder(findings);
    List<Graphics> graphics = devices.graphics.stream().map(binder::bind).toList();
    return new Screen(
        graphics,
        videos(devices, graphics),
        devices.sounds.stream().map(this::sound).toList(),
        devices.audios.stream().map(this::audio).toList());
  }

  /** Who has a server for the screen has a screen, as in libvirt. */
  private List<Screen.Video> videos(Devices devices, List<Graphics> graphics) {
    List<Screen.Video> videos = new ArrayList<>();
    for (Video video : devices.videos) {
      Video.VideoModel model = video.model == null ? new Video.VideoModel() : video.model;
      if (Words.is(model.type, "none")) {
        if (devices.videos.size() > 1) {
          findings.error(Codes.CONTRADICTION, video, "a machine without video has no other card");
        }
      } else {
        videos.add(video(video, model));
      }
    }
    if (devices.videos.isEmpty() && !graphics.isEmpty()) {
      Screen.Sizes none =
          new Screen.Sizes(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
      videos.add(
          new Screen.Video(
              graphics.getFirst().at(),
              "cirrus",
              none,
              Optional.empty(),
              false,
              Optional.empty(),
              Optional.empty()));
    }
    return videos;
  }

  private Screen.Video video(Video video, Video.VideoModel model) {
    String type = Words.word(model.type, "cirrus");
    boolean qxl = type.equals("qxl");
    only(model, "ram", model.ram != null && !qxl, "qxl");
    only(model, "vram64", model.vram64 != null && !qxl, "qxl");
    only(model, "vgamem", model.vgamem != null && !qxl, "qxl");
    only(model, "blob", model.blob != null && !type.equals("virtio"), "virtio");
    if (model.resolution != null && List.of("cirrus", "ramfb", "vmvga").contains(type)) {
      findings.error(
          Codes.CONTRADICTION, model.resolution, "a card of type " + type + " has no resolution");
    }
    Optional<Integer> width =
        model.resolution == null ? Optional.empty() : Words.small(model.resolution.x);
    Optional<Integer> height =
        model.resolution == null ? Optional.empty() : Words.small(model.resolution.y);
    return new Screen.Video(
        findings.at(video),
        type,
        new Screen.Sizes(
            Words.small(model.ram),
            Words.small(model.vram),
            Words.small(model.vram64),
            Words.small(model.vgamem)),
        Words.small(model.heads),
        Words.is(model.primary, "yes"),
        width.flatMap(w -> height.map(h -> new Screen.Resolution(w, h))),
        Words.flag(model.blob));
  }

  private void only(Placed model, String attribute, boolean wrong, String type) {
    if (wrong) {
      findings.attributeError(
          Codes.CONTRADICTION, model, attribute, "only type " + type + " has " + attribute);
    }
  }

  private Screen.Sound sound(Sound sound) {
    String model = Words.word(sound.model, "ich6");
    boolean hda = model.startsWith("ich");
    if (!hda) {
      sound.codecs.forEach(c ->
          findings.error(Codes.CONTRADICTION, c, "a card of model " + model + " has no codec"));
    }
    only(sound, "multichannel", sound.multichannel != null && !model.equals("usb"), "usb");
    List<String> codecs = sound.codecs.stream().map(c -> Words.word(c.type, "duplex")).toList();
    return new Screen.Sound(
        findings.at(sound),
        model,
        hda && codecs.isEmpty() ? List.of("duplex") : codecs,
        Words.only(sound.audios, "audio", findings).flatMap(a -> Words.small(a.id)),
        Words.flag(sound.multichannel));
  }

  private Screen.Audio audio(Audio audio) {
    return new Screen.Audio(
        findings.at(audio), Words.small(audio.id).orElse(1), Words.is(audio.type, "spice"));
  }
}
