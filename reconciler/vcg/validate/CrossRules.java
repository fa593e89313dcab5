package vcg.validate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import vcg.cgroup.PartitionPath;
import vcg.model.DiskDrive;
import vcg.model.Guest;
import vcg.model.GuestId;
import vcg.model.Located;
import vcg.model.Location;
import vcg.model.Machine;
import vcg.model.Partition;
import vcg.model.Problem;
import vcg.model.Reading;

/** How the guests and partitions of different files fit together. */
final class CrossRules {
  private static final String SAME_NAME = "VCG202";
  private static final String SAME_UUID = "VCG203";
  private static final String SAME_PARTITION = "VCG222";
  private static final String SAME_IMAGE = "VCG214";
  private static final int MAX_OTHERS = 3;

  private CrossRules() {}

  static List<Problem> check(List<Reading> readings) {
    List<Problem> problems = new ArrayList<>();
    names(readings, problems);
    uuids(readings, problems);
    partitions(readings, problems);
    images(readings, problems);
    return problems;
  }

  /** What no other file may have too, in words that are equal where that is. */
  static Set<String> claims(Reading reading) {
    Set<String> claims = new TreeSet<>();
    reading
        .guest()
        .map(Guest::id)
        .or(reading::claims)
        .ifPresent(id -> claims.add("name " + id.fileName()));
    reading.claimed().ifPresent(path -> claims.add("partition " + path));
    reading
        .guest()
        .ifPresent(guest -> {
          claims.add("uuid " + guest.uuid());
          Map<String, List<Writer>> writers = new TreeMap<>();
          collect(guest, writers);
          writers.keySet().forEach(image -> claims.add("image " + image));
        });
    return claims;
  }

  /** A broken file counts with the name it claims: which of the two is meant cannot be known. */
  private static void names(List<Reading> readings, List<Problem> problems) {
    Map<GuestId, List<Location>> places = new TreeMap<>();
    for (Reading reading : readings) {
      Optional<GuestId> id = reading.guest().map(Guest::id).or(reading::claims);
      id.ifPresent(i -> places.computeIfAbsent(i, _ -> new ArrayList<>()).add(place(reading)));
    }
    places.forEach((id, at) -> all(SAME_NAME, "name \"" + id.name() + "\"", at, problems));
  }

  /** Where the names are the same too, that says it all. */
  private static void uuids(List<Reading> readings, List<Problem> problems) {
    Map<UUID, List<Guest>> guests = new TreeMap<>();
    readings.stream()
        .flatMap(r -> r.guest().stream())
        .forEach(g -> guests.computeIfAbsent(g.uuid(), _ -> new ArrayList<>()).add(g));
    guests.forEach((uuid, same) -> {
      if (same.size() > 1 && same.stream().map(Guest::id).distinct().count() > 1) {
        List<Location> places = new ArrayList<>(same.stream().map(Guest::at).toList());
        all(SAME_UUID, "uuid " + uuid, places, problems);
      }
    });
  }

  private static void partitions(List<Reading> readings, List<Problem> problems) {
    Map<PartitionPath, List<Location>> places = new TreeMap<>();
    for (Reading reading : readings) {
      reading
          .claimed()
          .ifPresent(p -> places.computeIfAbsent(p, _ -> new ArrayList<>()).add(place(reading)));
    }
    places.forEach((path, at) -> all(SAME_PARTITION, "partition " + path, at, problems));
  }

  private static void all(String code, String what, List<Location> places, List<Problem> problems) {
    if (places.size() > 1) {
      places.sort(null);
      for (Location place : places) {
        problems.add(
            Problem.error(code, place, what + " occurs in " + others(places, place) + " too"));
      }
    }
  }

  /** Some of the other places; never all, or a thousand equal files would make a million words. */
  private static String others(List<Location> sorted, Location place) {
    List<String> some =
        sorted.stream()
            .limit(MAX_OTHERS + 1L)
            .filter(p -> !p.equals(place))
            .limit(MAX_OTHERS)
            .map(Location::toString)
            .toList();
    int more = sorted.size() - 1 - some.size();
    return String.join(", ", some) + (more > 0 ? " and " + more + " more" : "");
  }

  /** A disk that writes to an image. */
  private record Writer(Located<String> source, boolean shareable) {}

  private static void images(List<Reading> readings, List<Problem> problems) {
    Map<String, List<Writer>> writers = new TreeMap<>();
    readings.stream().flatMap(r -> r.guest().stream()).forEach(g -> collect(g, writers));
    for (List<Writer> same : writers.values()) {
      if (same.size() > 1 && !same.stream().allMatch(Writer::shareable)) {
        List<Location> places = same.stream().map(w -> w.source().at()).sorted().toList();
        same.forEach(w -> problems.add(image(w.source(), others(places, w.source().at()))));
      }
    }
  }

  private static void collect(Guest guest, Map<String, List<Writer>> writers) {
    if (guest.machine() instanceof Machine.Qemu qemu) {
      for (DiskDrive disk : qemu.hardware().disks()) {
        if (!disk.readOnly() && disk.source().isPresent()) {
          Located<String> source = disk.source().get();
          writers
              .computeIfAbsent(normal(source.value()), _ -> new ArrayList<>())
              .add(new Writer(source, disk.shareable()));
        }
      }
    }
  }

  private static Problem image(Located<String> source, String others) {
    return Problem.error(
        SAME_IMAGE,
        source.at(),
        "another disk writes to "
            + source.value()
            + " ("
            + others
            + "); only shareable disks may share an image");
  }

  private static String normal(String path) {
    return Path.of(path).normalize().toString();
  }

  private static Location place(Reading reading) {
    return reading
        .guest()
        .map(Guest::at)
        .or(() -> reading.partition().map(Partition::at))
        .orElse(Location.ofFile(reading.file()));
  }
}
