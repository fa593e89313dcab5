package vcg.model;

import java.util.List;
import java.util.Optional;

/** What a virtual machine shows and plays, each in document order. */
public record Screen(
    List<Graphics> graphics, List<Video> videos, List<Sound> sounds, List<Audio> audios) {
  public static final Screen NONE = new Screen(List.of(), List.of(), List.of(), List.of());

  public Screen {
    graphics = List.copyOf(graphics);
    videos = List.copyOf(videos);
    sounds = List.copyOf(sounds);
    audios = List.copyOf(audios);
  }

  /** Whether there is a spice server. */
  public boolean hasSpice() {
    return graphics.stream().anyMatch(Graphics.Spice.class::isInstance);
  }

  /**
   * A video card.
   *
   * @param type libvirt's word, such as {@code qxl}
   * @param sizes of its memories; what is empty is QEMU's default
   * @param primary whether the document says that it is the card of the console
   */
  public record Video(
      Location at,
      String type,
      Sizes sizes,
      Optional<Integer> heads,
      boolean primary,
      Optional<Resolution> resolution,
      Optional<Boolean> blob) {}

  /** Memories of a video card, in KiB. */
  public record Sizes(
      Optional<Integer> ram,
      Optional<Integer> vram,
      Optional<Integer> vram64,
      Optional<Integer> vgamem) {}

  /** Pixels. */
  public record Resolution(int width, int height) {}

  /**
   * A sound card.
   *
   * @param model libvirt's word, such as {@code ich9}
   * @param codecs {@code duplex}, {@code micro} or {@code output}
   * @param audio the id of an audio backend; empty: the first
   */
  public record Sound(
      Location at,
      String model,
      List<String> codecs,
      Optional<Integer> audio,
      Optional<Boolean> multichannel) {
    public Sound {
      codecs = List.copyOf(codecs);
    }
  }

  /**
   * Where sound goes.
   *
   * @param spice to the client of the spice server, otherwise nowhere
   */
  public record Audio(Location at, int id, boolean spice) {}
}
