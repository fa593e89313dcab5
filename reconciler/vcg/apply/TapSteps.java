package vcg.apply;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vcg.guest.GuestFiles;
import vcg.guest.Taps;
import vcg.model.Change;
import vcg.model.GuestId;

/** The steps that concern the interfaces of a guest on the host. */
record TapSteps(Taps taps, GuestFiles files) {
  private static final Logger LOG = LoggerFactory.getLogger(TapSteps.class);

  /** What undoes the script is noted before it is run: it may fail half way. */
  void add(Change.AddTap add) throws IOException, InterruptedException {
    taps.add(add);
    LOG.info(
        "{}: tap {} {}",
        add.guest(),
        add.tap(),
        add.bridge().map(bridge -> "on bridge " + bridge).orElse("on no bridge"));
    Path note = files.downScript(add.tap());
    Files.deleteIfExists(note);
    if (add.down().isPresent()) {
      Files.createDirectories(note.toAbsolutePath().getParent());
      Files.writeString(note, add.down().get());
    }
    if (add.up().isPresent()) {
      taps.run(add.up().get(), add.tap());
      LOG.info("{}: {} {}", add.guest(), add.up().get(), add.tap());
    }
  }

  void connect(GuestId guest, String tap, String bridge) throws IOException, InterruptedException {
    taps.connect(guest, tap, bridge);
    LOG.info("{}: tap {} on bridge {}", guest, tap, bridge);
  }

  void add(Change.AddVeth add) throws IOException, InterruptedException {
    taps.addPair(add);
    LOG.info("{}: interface {} on {}", add.guest(), add.veth(), add.bridge().orElse("no bridge"));
  }

  void add(Change.AddMacvtap add) throws IOException, InterruptedException {
    taps.addMacvtap(add);
    LOG.info("{}: macvtap {} above {}", add.guest(), add.macvtap(), add.device());
  }

  /** Removes an interface; it goes whatever the script says that undoes the other one. */
  void remove(GuestId guest, String tap) throws IOException, InterruptedException {
    Optional<String> down = down(tap);
    if (down.isPresent()) {
      try {
        taps.run(down.get(), tap);
        LOG.info("{}: {} {}", guest, down.get(), tap);
      } catch (IOException e) {
        LOG.warn("{}: {}", guest, e.getMessage());
      }
    }
    taps.remove(guest, tap);
    LOG.info("{}: tap {} removed", guest, tap);
  }

  /** It is run once. */
  private Optional<String> down(String tap) throws IOException {
    Path note = files.downScript(tap);
    if (!Files.exists(note)) {
      return Optional.empty();
    }
    String script = Files.readString(note);
    Files.delete(note);
    return Optional.of(script);
  }
}
