package vcg.observe;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import vcg.guest.GuestTaps;
import vcg.model.ActualTap;
import vcg.model.GuestId;

/** The tap devices of this host that have the mark of a guest, by that mark. */
record TapDevices(Map<String, SortedMap<String, ActualTap>> marked) {
  static final Path INTERFACES = Path.of("/sys/class/net");
  private static final Path PROCESSES = Path.of("/proc");
  private static final String MACVTAP = "macvtap";

  /** Reads a directory that has one for each network interface. */
  static TapDevices read(Path interfaces) throws IOException {
    Map<String, SortedMap<String, ActualTap>> marked = new HashMap<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(interfaces)) {
      for (Path device : all) {
        boolean macvtap = Files.exists(device.resolve(MACVTAP));
        if (macvtap || Files.exists(device.resolve("tun_flags"))) {
          text(device.resolve("ifalias"))
              .filter(alias -> !alias.isEmpty())
              .ifPresent(alias ->
                  marked
                      .computeIfAbsent(alias, _ -> new TreeMap<>())
                      .put(String.valueOf(device.getFileName()), tap(device, macvtap)));
        }
      }
    } catch (NoSuchFileException | NotDirectoryException _) { // a host without a network
      marked.clear();
    }
    return new TapDevices(marked);
  }

  /**
   * Those of a guest.
   *
   * @param runs whether it runs: then it holds its macvtap devices
   */
  SortedMap<String, ActualTap> of(GuestId guest, boolean runs) throws IOException {
    SortedMap<String, ActualTap> taps =
        new TreeMap<>(marked.getOrDefault(GuestTaps.mark(guest), Collections.emptySortedMap()));
    for (Map.Entry<String, ActualTap> tap : taps.entrySet()) {
      if (tap.getValue().macvtap()) {
        boolean open = runs || isHeld(INTERFACES.resolve(tap.getKey()));
        tap.setValue(new ActualTap(Optional.empty(), open, true));
      }
    }
    return taps;
  }

  /** Whether a process has the node of a macvtap device open, which the kernel tells nowhere. */
  private static boolean isHeld(Path device) throws IOException {
    Set<Path> nodes = new HashSet<>();
    try (DirectoryStream<Path> made = Files.newDirectoryStream(device.resolve(MACVTAP))) {
      made.forEach(node -> nodes.add(Path.of("/dev").resolve(node.getFileName())));
    } catch (NoSuchFileException _) { // it is gone
      return false;
    }
    try (DirectoryStream<Path> all = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
      for (Path process : all) {
        if (holds(process, nodes)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean holds(Path process, Set<Path> nodes) {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path descriptor : all) {
        if (nodes.contains(Files.readSymbolicLink(descriptor))) {
          return true;
        }
      }
    } catch (IOException | DirectoryIteratorException _) { // it has ended
      return false;
    }
    return false;
  }

  private static ActualTap tap(Path device, boolean macvtap) {
    Optional<String> bridge;
    try {
      Path master = Files.readSymbolicLink(device.resolve("master"));
      bridge = Optional.of(String.valueOf(master.getFileName()));
    } catch (IOException _) { // it has no master, or is gone
      bridge = Optional.empty();
    }
    boolean carrier = text(device.resolve("carrier")).filter("1"::equals).isPresent();
    return new ActualTap(bridge, carrier, macvtap);
  }

  private static Optional<String> text(Path file) {
    try {
      return Optional.of(Files.readString(file).strip());
    } catch (IOException _) { // one that is down has no carrier to read; another is just gone
      return Optional.empty();
    }
  }
}
