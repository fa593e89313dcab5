package vcg.observe;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import vcg.guest.GuestTaps;
import vcg.model.ActualTap;
import vcg.model.GuestId;

/** The tap devices of this host that have the mark of a guest, by that mark. */
record TapDevices(Map<String, SortedMap<String, ActualTap>> marked) {
  static final Path INTERFACES = Path.of("/sys/class/net");

  /** Reads a directory that has one for each network interface. */
  static TapDevices read(Path interfaces) throws IOException {
    Map<String, SortedMap<String, ActualTap>> marked = new HashMap<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(interfaces)) {
      for (Path device : all) {
        if (Files.exists(device.resolve("tun_flags"))) {
          text(device.resolve("ifalias"))
              .filter(alias -> !alias.isEmpty())
              .ifPresent(alias ->
                  marked
                      .computeIfAbsent(alias, _ -> new TreeMap<>())
                      .put(String.valueOf(device.getFileName()), tap(device)));
        }
      }
    } catch (NoSuchFileException | NotDirectoryException _) { // a host without a network
      marked.clear();
    }
    return new TapDevices(marked);
  }

  SortedMap<String, ActualTap> of(GuestId guest) {
    return marked.getOrDefault(GuestTaps.mark(guest), Collections.emptySortedMap());
  }

  private static ActualTap tap(Path device) {
    Optional<String> bridge;
    try {
      Path master = Files.readSymbolicLink(device.resolve("master"));
      bridge = Optional.of(String.valueOf(master.getFileName()));
    } catch (IOException _) { // it has no master, or is gone
      bridge = Optional.empty();
    }
    return new ActualTap(bridge, text(device.resolve("carrier")).filter("1"::equals).isPresent());
  }

  private static Optional<String> text(Path file) {
    try {
      return Optional.of(Files.readString(file).strip());
    } catch (IOException _) { // one that is down has no carrier to read; another is just gone
      return Optional.empty();
    }
  }
}
