package vcg.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import vcg.cgroup.CgroupPath;
import vcg.guest.Records;
import vcg.model.Attempt;
import vcg.model.Driver;
import vcg.model.Granted;
import vcg.model.GuestId;
import vcg.model.GuestRecord;
import vcg.model.GuestUser;
import vcg.model.PartitionRecord;
import vcg.model.PartitionRecords;
import vcg.model.ProcessId;

/**
 * What vcg remembers, in files: {@code guests/web1.qemu.json} for each guest and {@code
 * partitions.json}. Reading makes nothing, also where the directory does not exist.
 */
public final class StateDirectory implements Records {
  private static final String SUFFIX = ".json";

  private final Path directory;
  private final Optional<Consumer<String>> told;
  private final String consequence;

  private StateDirectory(Path directory, Optional<Consumer<String>> told, String consequence) {
    this.directory = directory;
    this.told = told;
    this.consequence = consequence;
  }

  /** The state directory; made, mode 0711, when something is first written. */
  public StateDirectory(Path directory) {
    this(directory, Optional.empty(), "");
  }

  /**
   * The same for whoever acts: what cannot be read counts as not there and is written anew from
   * what the kernel shows, as soon as its guest or partition is looked at.
   *
   * @param told is told of each such file, a sentence
   */
  public static StateDirectory rebuilding(Path directory, Consumer<String> told) {
    return new StateDirectory(directory, Optional.of(told), "it is rebuilt from what runs");
  }

  /**
   * The same for whoever only looks: what cannot be read counts as not there.
   *
   * @param told is told of each such file, a sentence
   */
  public static StateDirectory looking(Path directory, Consumer<String> told) {
    return new StateDirectory(directory, Optional.of(told), "apply and run rebuild it");
  }

  private interface Reading<T> {
    T read() throws IOException;
  }

  private <T> T orElse(T nothing, Reading<T> reading) throws IOException {
    try {
      return reading.read();
    } catch (IOException e) {
      if (told.isEmpty()) {
        throw e;
      }
      told.get().accept(e.getMessage() + "; " + consequence);
      return nothing;
    }
  }

  @Override
  public List<GuestRecord> guests() throws IOException {
    List<GuestRecord> records = new ArrayList<>();
    for (Path path : files()) {
      orElse(Optional.<GuestRecord>empty(), () -> guest(path)).ifPresent(records::add);
    }
    records.sort(Comparator.comparing(GuestRecord::id));
    return List.copyOf(records);
  }

  private static Optional<GuestRecord> guest(Path path) throws IOException {
    Optional<Fields> fields = new StateFile(path).read();
    return fields.isPresent() ? Optional.of(record(fields.get())) : Optional.empty();
  }

  private List<Path> files() throws IOException {
    Path guests = directory.resolve("guests");
    try (Stream<Path> files = Files.list(guests)) {
      return files.filter(f -> f.getFileName().toString().endsWith(SUFFIX)).sorted().toList();
    } catch (NoSuchFileException _) { // nothing was ever written
      return List.of();
    } catch (IOException e) {
      throw new IOException("cannot list " + guests + ": " + Errno.name(e), e);
    }
  }

  @Override
  public void put(GuestRecord record) throws IOException {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("driver", record.id().driver().toString());
    members.put("name", record.id().name());
    members.put("uuid", record.uuid().toString());
    members.put("cgroup", record.cgroup());
    members.put("partition", record.partition());
    members.put("file", record.file());
    members.put("digest", record.digest());
    members.put("bootId", record.bootId());
    record
        .process()
        .ifPresent(
            p -> members.put("process", Map.of("pid", p.pid(), "startTicks", p.startTicks())));
    members.put("stopTimeoutSeconds", record.stopTimeoutSeconds());
    members.put("protect", record.protect());
    record.poweredOff().ifPresent(digest -> members.put("poweredOff", digest));
    record.failure().ifPresent(why -> members.put("failure", why));
    record.attempt().ifPresent(attempt -> members.put("attempt", members(attempt)));
    record.granted().ifPresent(granted -> members.put("granted", granted(granted)));
    StateFile.makePassable(directory);
    file(record.id()).write(members);
  }

  private static Map<String, Object> granted(Granted granted) {
    GuestUser user = granted.user();
    return Map.of(
        "user", user.name(), "uid", user.uid(), "gid", user.gid(), "files", granted.files());
  }

  private static Granted granted(Fields fields) throws IOException {
    SortedMap<String, Boolean> files = new TreeMap<>();
    Fields stored = fields.object("files").orElseThrow(() -> fields.missing("files"));
    for (String path : stored.members().keySet()) {
      files.put(path, stored.flag(path));
    }
    return new Granted(
        new GuestUser(fields.text("user"), (int) fields.number("uid"), (int) fields.number("gid")),
        files);
  }

  private static GuestRecord record(Fields fields) throws IOException {
    Optional<Fields> process = fields.object("process");
    Optional<Fields> granted = fields.object("granted");
    return new GuestRecord(
        new GuestId(fields.parsed("driver", Driver::parse), fields.text("name")),
        fields.parsed("uuid", UUID::fromString),
        fields.text("cgroup"),
        fields.text("partition").intern(), // as are those of other guests
        fields.text("file"),
        fields.text("digest").intern(), // as is that of its document
        fields.text("bootId").intern(),
        process.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new ProcessId(process.get().number("pid"), process.get().number("startTicks"))),
        (int) fields.number("stopTimeoutSeconds"),
        fields.flag("protect"),
        fields.optionalText("poweredOff"),
        fields.optionalText("failure"),
        attempt(fields),
        granted.isEmpty() ? Optional.empty() : Optional.of(granted(granted.get())));
  }

  private static Map<String, Object> members(Attempt attempt) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("crashes", attempt.crashes());
    members.put("atSeconds", attempt.atSeconds());
    attempt.exitStatus().ifPresent(status -> members.put("exitStatus", status));
    attempt.stopSeconds().ifPresent(at -> members.put("stopSeconds", at));
    return members;
  }

  /** Older versions of vcg wrote none. */
  private static Optional<Attempt> attempt(Fields record) throws IOException {
    Optional<Fields> fields = record.object("attempt");
    if (fields.isEmpty()) {
      return Optional.empty();
    }
    long crashes = fields.get().number("crashes");
    if (crashes < 0 || crashes > Integer.MAX_VALUE) {
      throw fields.get().missing("crashes");
    }
    Optional<Integer> status =
        fields.get().members().containsKey("exitStatus")
            ? Optional.of((int) fields.get().number("exitStatus"))
            : Optional.empty();
    Optional<Long> stop =
        fields.get().members().containsKey("stopSeconds")
            ? Optional.of(fields.get().number("stopSeconds"))
            : Optional.empty();
    return Optional.of(new Attempt((int) crashes, fields.get().number("atSeconds"), status, stop));
  }

  @Override
  public void remove(GuestId guest) throws IOException {
    file(guest).delete();
  }

  @Override
  public PartitionRecords partitions() throws IOException {
    return orElse(PartitionRecords.NONE, this::storedPartitions);
  }

  private PartitionRecords storedPartitions() throws IOException {
    SortedSet<CgroupPath> made = new TreeSet<>();
    SortedMap<String, PartitionRecord> declared = new TreeMap<>();
    Optional<Fields> fields = partitionsFile().read();
    if (fields.isPresent()) {
      for (String text : fields.get().texts("made")) {
        try {
          made.add(CgroupPath.parse(text));
        } catch (IllegalArgumentException _) { // the message says which file and which member
          throw fields.get().missing("made");
        }
      }
      for (Fields document : fields.get().objects("declared")) {
        String path = document.text("path");
        declared.put(
            path, new PartitionRecord(path, document.text("file"), document.text("digest")));
      }
    }
    return new PartitionRecords(made, declared);
  }

  @Override
  public void putPartitions(PartitionRecords partitions) throws IOException {
    List<Map<String, Object>> declared =
        partitions.declared().values().stream()
            .map(d ->
                Map.<String, Object>of("path", d.path(), "file", d.file(), "digest", d.digest()))
            .toList();
    partitionsFile()
        .write(
            Map.of(
                "made",
                partitions.made().stream().map(CgroupPath::toString).toList(),
                "declared",
                declared));
  }

  private StateFile file(GuestId guest) {
    return new StateFile(directory.resolve("guests").resolve(guest.fileName() + SUFFIX));
  }

  private StateFile partitionsFile() {
    return new StateFile(directory.resolve("partitions.json"));
  }
}
