package vcg.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import vcg.cgroup.CgroupFs;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Layout;
import vcg.cgroup.Mappings;
import vcg.cgroup.MountTable;
import vcg.model.Diagnosis;

/**
 * A host as a folder: {@code mountinfo}, {@code self-cgroup}, {@code files.txt} with a line {@code
 * cpu:/x/cpu.shares = 1024} for each file, and the rest in {@code host.txt}. It can only be read.
 */
final class RecordedHost implements CgroupFs {
  private final Path folder;
  private final Map<String, String> facts = new HashMap<>();
  private final SortedMap<CgroupPath, SortedMap<String, String>> files = new TreeMap<>();

  RecordedHost(Path folder) throws IOException {
    this.folder = folder;
    for (String line : Files.readAllLines(folder.resolve("host.txt"))) {
      facts.put(left(line), right(line));
    }
    for (String line : Files.readAllLines(folder.resolve("files.txt"))) {
      int slash = left(line).lastIndexOf('/');
      String directory = left(line).substring(0, slash);
      files
          .computeIfAbsent(
              CgroupPath.parse(directory.endsWith(":") ? directory + "/" : directory),
              _ -> new TreeMap<>())
          .put(left(line).substring(slash + 1), right(line));
    }
  }

  private static String left(String line) {
    return line.substring(0, line.indexOf(" ="));
  }

  private static String right(String line) {
    return line.substring(line.indexOf(" =") + 2).strip();
  }

  LinuxHost linux() throws IOException {
    MountTable mounts = MountTable.parse(Files.readString(folder.resolve("mountinfo")));
    String delegated = facts.getOrDefault("delegated", "");
    Optional<Path> marked =
        mounts.unified().filter(_ -> !delegated.isEmpty()).map(m -> at(m, delegated));
    return new LinuxHost(
        fact("kernel"),
        "b001",
        4096,
        mounts,
        Files.readString(folder.resolve("self-cgroup")),
        new HostSigns(
            fact("systemd").equals("yes"),
            fact("bfq").equals("yes"),
            fact("swap").equals("yes"),
            directory -> marked.filter(directory::equals).isPresent()));
  }

  private static Path at(MountTable.Mount mount, String path) {
    return Path.of(mount.hierarchy().mount() + path);
  }

  Layout layout() {
    Layout.Kind kind = Layout.Kind.parse(facts.getOrDefault("layout", "flat")).orElseThrow();
    return new Layout(kind, fact("parent"));
  }

  Diagnosis look() throws IOException {
    return look(layout());
  }

  Diagnosis look(Layout layout) throws IOException {
    return HostProbe.look(
        layout, Mappings.DEFAULT, linux(), this, _ -> Optional.ofNullable(facts.get("programs")));
  }

  private String fact(String name) {
    return Optional.ofNullable(facts.get(name)).orElseThrow();
  }

  private SortedMap<String, String> directory(CgroupPath cgroup) {
    return files.getOrDefault(cgroup, new TreeMap<>());
  }

  @Override
  public Optional<String> read(CgroupPath cgroup, String file) {
    return Optional.ofNullable(directory(cgroup).get(file));
  }

  @Override
  public boolean exists(CgroupPath cgroup) {
    return files.containsKey(cgroup);
  }

  @Override
  public List<String> children(CgroupPath cgroup) {
    return files.keySet().stream()
        .filter(c -> c.parent().filter(cgroup::equals).isPresent())
        .map(c -> c.path().substring(c.path().lastIndexOf('/') + 1))
        .toList();
  }

  @Override
  public List<String> files(CgroupPath cgroup) {
    return List.copyOf(directory(cgroup).keySet());
  }

  @Override
  public void write(CgroupPath cgroup, String file, String value) {
    throw new AssertionError("written: " + cgroup + "/" + file);
  }

  @Override
  public boolean create(CgroupPath cgroup) {
    throw new AssertionError("made: " + cgroup);
  }

  @Override
  public boolean remove(CgroupPath cgroup) {
    throw new AssertionError("removed: " + cgroup);
  }
}
