package vcg.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import vcg.cgroup.Hierarchy;
import vcg.cgroup.MountTable;
import vcg.model.ProcessId;
import vcg.model.Scheduling;

/** Reads {@code /proc/PID}. */
final class ProcFiles {
  /** Field 22 of {@code stat}, counted after the name, whose end is field 2. */
  private static final int START_TICKS = 22 - 3;

  private static final int THREADS = 20 - 3;

  private static final int PRIORITY = 40 - 3;
  private static final int POLICY = 41 - 3;

  private ProcFiles() {}

  /** The process with this number; empty: none, or it has ended and only waits to be collected. */
  static Optional<ProcessId> find(long pid) throws IOException {
    return read(pid, "stat").flatMap(stat -> parse(pid, stat));
  }

  /**
   * Reads {@code 412 (a (b) c) S 1 412 …}; the name may hold anything, a closing parenthesis too.
   */
  static Optional<ProcessId> parse(long pid, String stat) {
    List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).strip().split(" "));
    // a first thread that has ended is a zombie too, as long as others still run
    boolean gone =
        switch (fields.getFirst()) {
          case "Z" -> Long.parseLong(fields.get(THREADS)) <= 1;
          case "X", "x" -> true;
          default -> false;
        };
    return gone
        ? Optional.empty()
        : Optional.of(new ProcessId(pid, Long.parseLong(fields.get(START_TICKS))));
  }

  /** Whether a process has a file open. */
  static boolean hasOpen(long pid, Path file) throws IOException {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      for (Path descriptor : descriptors.toList()) {
        if (isLinkTo(descriptor, file)) {
          return true;
        }
      }
      return false;
    } catch (NoSuchFileException _) { // it has ended
      return false;
    }
  }

  private static boolean isLinkTo(Path descriptor, Path file) throws IOException {
    try {
      return Files.readSymbolicLink(descriptor).equals(file);
    } catch (NoSuchFileException _) { // closed in the meantime
      return false;
    }
  }

  /** Whether a process has the other end of a pseudo terminal, {@code /dev/pts/N}. */
  static boolean hasMaster(long pid, String number) throws IOException {
    try (Stream<Path> facts = Files.list(Path.of("/proc/" + pid + "/fdinfo"))) {
      for (Path fact : facts.toList()) {
        if (saysIndex(fact, number)) {
          return true;
        }
      }
      return false;
    } catch (NoSuchFileException _) { // it has ended
      return false;
    }
  }

  private static boolean saysIndex(Path fact, String number) throws IOException {
    try {
      return Files.readString(fact)
          .lines()
          .anyMatch(line -> line.matches("tty-index:\\s+" + number));
    } catch (NoSuchFileException _) { // closed in the meantime
      return false;
    }
  }

  /**
   * Whether it is process 1 of a name space directly below that of {@code /proc}:
   *
   * <pre>
   * NSpid:	4711	1
   * </pre>
   */
  static boolean isInit(ProcessId process) throws IOException {
    return status(process, "NSpid").filter(n -> n.matches("[0-9]+\\s+1")).isPresent();
  }

  /** Whether it has a handler for a signal. */
  static boolean catches(ProcessId process, int signal) throws IOException {
    return status(process, "SigCgt")
        .filter(mask -> (Long.parseUnsignedLong(mask, 16) >>> (signal - 1) & 1) != 0)
        .isPresent();
  }

  /** A line of {@code status} without its name; empty: there is none, or the process is gone. */
  private static Optional<String> status(ProcessId process, String name) throws IOException {
    Optional<String> text = read(process.pid(), "status");
    if (text.isEmpty() || !isStill(process)) {
      return Optional.empty();
    }
    return text.get()
        .lines()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst();
  }

  /** All processes that have one of these uuids behind {@code -uuid} on their command lines. */
  static SortedMap<ProcessId, UUID> claiming(Set<UUID> uuids) throws IOException {
    Map<String, UUID> texts = new HashMap<>();
    uuids.forEach(uuid -> texts.put(uuid.toString(), uuid));
    SortedMap<ProcessId, UUID> claims = new TreeMap<>();
    for (long pid : numbers(Path.of("/proc"))) {
      List<String> words =
          read(pid, "cmdline").filter(text -> text.contains("\0-uuid\0")).stream()
              .flatMap(text -> Stream.of(text.split("\0", -1)))
              .toList();
      int option = words.indexOf("-uuid");
      UUID uuid = option < 0 ? null : texts.get(words.get(option + 1));
      if (uuid != null) {
        find(pid).ifPresent(process -> claims.put(process, uuid));
      }
    }
    return claims;
  }

  private static List<Long> numbers(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> name.chars().allMatch(c -> c >= '0' && c <= '9'))
          .map(Long::valueOf)
          .toList();
    } catch (NoSuchFileException _) { // of a process that is gone
      return List.of();
    }
  }

  /** The command line; empty: the process is gone. */
  static Optional<List<String>> commandLine(ProcessId process) throws IOException {
    Optional<String> text = read(process.pid(), "cmdline");
    if (text.isEmpty() || !isStill(process)) {
      return Optional.empty();
    }
    String words = text.get();
    return Optional.of(
        words.isEmpty()
            ? List.of()
            : List.of(words.substring(0, words.length() - 1).split("\0", -1)));
  }

  /**
   * The cgroup of each hierarchy; empty: the process is gone.
   *
   * <pre>
   * 4:cpu,cpuacct:/system/web.qemu.libvirt
   * 1:name=systemd:/init.scope
   * 0::/
   * </pre>
   */
  static Optional<SortedMap<String, String>> placement(ProcessId process, MountTable mounts)
      throws IOException {
    return placement(process, "cgroup", mounts);
  }

  /** The same for one of its threads. */
  static Optional<SortedMap<String, String>> placement(
      ProcessId process, long thread, MountTable mounts) throws IOException {
    return placement(process, "task/" + thread + "/cgroup", mounts);
  }

  private static Optional<SortedMap<String, String>> placement(
      ProcessId process, String file, MountTable mounts) throws IOException {
    Optional<String> text = read(process.pid(), file);
    if (text.isEmpty() || !isStill(process)) {
      return Optional.empty();
    }
    SortedMap<String, String> placement = new TreeMap<>();
    for (String line : text.get().lines().toList()) {
      String[] fields = line.split(":", 3);
      String name = fields[1].isEmpty() ? Hierarchy.UNIFIED : fields[1];
      String path = fields[2];
      if (!name.startsWith("name=")) {
        placement.put(name, mounts.mount(name).map(m -> m.below(path)).orElse(path));
      }
    }
    return Optional.of(placement);
  }

  /** How those of its threads are scheduled that are not as all others. */
  static SortedMap<Long, Scheduling> schedulers(ProcessId process) throws IOException {
    SortedMap<Long, Scheduling> schedulers = new TreeMap<>();
    for (long thread : numbers(Path.of("/proc", Long.toString(process.pid()), "task"))) {
      read(process.pid(), "task/" + thread + "/stat")
          .map(ProcFiles::scheduling)
          .filter(s -> !s.equals(Scheduling.ORDINARY))
          .ifPresent(s -> schedulers.put(thread, s));
    }
    return isStill(process) ? schedulers : new TreeMap<>();
  }

  /** How one of its threads is scheduled; empty: there is no such thread any more. */
  static Optional<Scheduling> scheduling(ProcessId process, long thread) throws IOException {
    Optional<String> stat = read(process.pid(), "task/" + thread + "/stat");
    return isStill(process) ? stat.map(ProcFiles::scheduling) : Optional.empty();
  }

  /** Of the same text as {@link #parse}. */
  static Scheduling scheduling(String stat) {
    List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).strip().split(" "));
    return Scheduling.of(
        Integer.parseInt(fields.get(POLICY)), Integer.parseInt(fields.get(PRIORITY)));
  }

  static boolean isStill(ProcessId process) throws IOException {
    return find(process.pid()).filter(process::equals).isPresent();
  }

  private static Optional<String> read(long pid, String file) throws IOException {
    try {
      byte[] bytes = Files.readAllBytes(Path.of("/proc", Long.toString(pid), file));
      return Optional.of(new String(bytes, StandardCharsets.UTF_8));
    } catch (NoSuchFileException _) { // gone: what was asked
      return Optional.empty();
    } catch (IOException e) {
      if (Errno.name(e).equals("ESRCH")) { // gone between open and read
        return Optional.empty();
      }
      throw new IOException("cannot read /proc/" + pid + "/" + file + ": " + Errno.name(e), e);
    }
  }
}
