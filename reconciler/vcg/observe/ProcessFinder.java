package vcg.observe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Group;
import vcg.cgroup.Hierarchy;
import vcg.guest.ContainerCommand;
import vcg.guest.Containers;
import vcg.guest.GuestFiles;
import vcg.guest.MonitorDevices;
import vcg.guest.Monitors;
import vcg.guest.Monitors.Monitor;
import vcg.guest.Notes;
import vcg.guest.Processes;
import vcg.guest.QemuCommand;
import vcg.model.ActualCgroup;
import vcg.model.ActualContainer;
import vcg.model.Driver;
import vcg.model.Guest;
import vcg.model.GuestId;
import vcg.model.GuestRecord;
import vcg.model.Inside;
import vcg.model.LiveDevices;
import vcg.model.LiveSetting.Request;
import vcg.model.Located;
import vcg.model.Machine;
import vcg.model.ProcessId;
import vcg.model.Running;
import vcg.model.Scheduling;

/**
 * Finds the process of a guest: by the number and start time that vcg remembers; otherwise, when
 * vcg was killed before it could remember or its memory is lost, by the guest's uuid on a command
 * line in the guest's cgroup. For one observation.
 */
public final class ProcessFinder {
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Processes processes;
  private final Monitors monitors;
  private final GuestFiles files;
  private final Containers containers;

  public ProcessFinder(
      Processes processes, Monitors monitors, GuestFiles files, Containers containers) {
    this.containers = containers;
    this.processes = processes;
    this.monitors = monitors;
    this.files = files;
  }

  Optional<Running> find(
      GuestId id,
      Optional<GuestRecord> record,
      Optional<Guest> wanted,
      String path,
      Cgroups cgroups)
      throws IOException {
    boolean grouped =
        wanted.filter(g -> !g.groups().isEmpty() || !g.schedulers().isEmpty()).isPresent();
    Set<UUID> marks = new HashSet<>();
    record.map(GuestRecord::uuid).ifPresent(marks::add);
    wanted.map(Guest::uuid).ifPresent(marks::add);
    if (id.driver() == Driver.LXC) {
      return container(id, record, marks, path, cgroups);
    }
    Optional<ProcessId> process = remembered(record, cgroups.host().bootId());
    if (process.isEmpty() || !hasMark(process.get(), marks)) { // a record may be wrong, or forged
      process = marked(id, marks, path, cgroups);
    }
    return process.isEmpty()
        ? Optional.empty()
        : running(id, process.get(), grouped, isQemu(wanted), cgroups);
  }

  private Optional<Running> container(
      GuestId id, Optional<GuestRecord> record, Set<UUID> marks, String path, Cgroups cgroups)
      throws IOException {
    Optional<ProcessId> process =
        new ContainerFinder(processes, containers).find(id, record, marks, path, cgroups);
    Optional<List<String>> words =
        process.isEmpty() ? Optional.empty() : processes.commandLine(process.get());
    Optional<SortedMap<String, String>> everywhere =
        process.isEmpty() ? Optional.empty() : processes.placement(process.get());
    if (words.isEmpty() || everywhere.isEmpty()) {
      return Optional.empty();
    }
    boolean started = !ContainerCommand.isShell(words.get());
    return Optional.of(
        new Running(
            process.get(),
            started ? Running.State.RUNNING : Running.State.SILENT,
            ofGuests(everywhere.get(), cgroups),
            new TreeMap<>(),
            words.get().stream().skip(1).toList(),
            Optional.empty()));
  }

  /** What is noted of a container, and what is in its root file system that its document names. */
  ActualContainer look(GuestId id, Optional<Guest> wanted, long outOfMemory) throws IOException {
    Inside inside = Inside.ROOT;
    Optional<Located<String>> unknown = Optional.empty();
    if (wanted.isPresent() && wanted.get().machine() instanceof Machine.Container container) {
      try {
        inside = new ContainerNames(containers, container).find();
      } catch (ContainerNames.Unknown e) {
        unknown = Optional.of(e.why());
      }
    }
    return new ActualContainer(
        containers.config(id), containers.status(id), outOfMemory, inside, unknown);
  }

  private Optional<ProcessId> remembered(Optional<GuestRecord> record, String bootId)
      throws IOException {
    Optional<ProcessId> known =
        record.filter(r -> r.bootId().equals(bootId)).flatMap(GuestRecord::process);
    return known.isPresent() && processes.find(known.get().pid()).equals(known)
        ? known
        : Optional.empty();
  }

  private Optional<ProcessId> marked(GuestId id, Set<UUID> marks, String path, Cgroups cgroups)
      throws IOException {
    Set<ProcessId> candidates = new LinkedHashSet<>();
    for (Hierarchy hierarchy : cgroups.hierarchies()) {
      for (long pid : cgroups.processes(new CgroupPath(hierarchy.name(), path))) {
        Optional<ProcessId> candidate = processes.find(pid);
        if (candidate.isPresent() && hasMark(candidate.get(), marks)) {
          candidates.add(candidate.get());
        }
      }
    }
    for (ProcessId candidate : candidates) {
      if (answers(id, candidate, marks)) {
        return Optional.of(candidate);
      }
    }
    // one that does not answer is the guest all the same: better none than two of it
    return candidates.stream().findFirst();
  }

  /** Whether it is this process that listens at the guest's socket, and is what it claims to be. */
  private boolean answers(GuestId id, ProcessId candidate, Set<UUID> marks) {
    try (Monitor monitor = monitors.connect(files.monitor(id), candidate, PATIENCE)) {
      return monitor.execute("query-uuid", Map.of()) instanceof Map<?, ?> answer
          && marks.stream().anyMatch(uuid -> uuid.toString().equals(answer.get("UUID")));
    } catch (IOException _) { // the answer: no
      return false;
    }
  }

  /** The same without the programs that ran beside a guest which is gone: they are its own. */
  ActualCgroup withoutHelpers(GuestId id, ActualCgroup there) throws IOException {
    SortedSet<Long> others = new TreeSet<>();
    for (long pid : there.processes()) {
      Optional<ProcessId> process = processes.find(pid);
      Optional<List<String>> words =
          process.isEmpty() ? Optional.empty() : processes.commandLine(process.get());
      if (words.filter(w -> QemuCommand.isHelper(w, id, files)).isEmpty()) {
        others.add(pid);
      }
    }
    return there.withProcesses(others);
  }

  /** Finds what runs with a guest's uuid besides the guest. */
  Strangers strangers() {
    return new Strangers(processes);
  }

  private boolean hasMark(ProcessId process, Set<UUID> marks) throws IOException {
    List<String> words = processes.commandLine(process).orElse(List.of());
    int option = words.indexOf("-uuid");
    return option > 0
        && option + 1 < words.size()
        && marks.stream().anyMatch(uuid -> uuid.toString().equals(words.get(option + 1)));
  }

  /** Whether what its monitor tells will be compared with a document. */
  private static boolean isQemu(Optional<Guest> wanted) {
    return wanted.filter(guest -> guest.machine() instanceof Machine.Qemu).isPresent();
  }

  private LiveDevices live(GuestId id, Monitor monitor) throws IOException {
    Path notes = files.notes(id);
    return new MonitorDevices(monitor)
        .look(Files.exists(notes) ? Notes.parse(Files.readString(notes)) : new TreeMap<>());
  }

  private Optional<Running> running(
      GuestId id, ProcessId process, boolean grouped, boolean compared, Cgroups cgroups)
      throws IOException {
    Optional<Monitor> asked =
        ask(id, process, compared ? MonitorDevices.QUESTIONS : List.of(MonitorDevices.STATE));
    try { // it answers while the kernel is asked
      return running(id, process, grouped, compared, cgroups, asked);
    } finally {
      asked.ifPresent(Monitor::close);
    }
  }

  private Optional<Monitor> ask(GuestId id, ProcessId process, List<Request> questions) {
    try {
      return Optional.of(monitors.ask(files.monitor(id), process, PATIENCE, questions));
    } catch (IOException _) { // that it does not answer is what there is to say
      return Optional.empty();
    }
  }

  private Optional<Running> running(
      GuestId id,
      ProcessId process,
      boolean grouped,
      boolean compared,
      Cgroups cgroups,
      Optional<Monitor> asked)
      throws IOException {
    Optional<List<String>> words = processes.commandLine(process);
    Optional<SortedMap<String, String>> everywhere = processes.placement(process);
    if (words.isEmpty() || everywhere.isEmpty()) {
      return Optional.empty();
    }
    SortedMap<String, String> placement = ofGuests(everywhere.get(), cgroups);
    boolean threaded =
        grouped || placement.values().stream().anyMatch(p -> p.endsWith("/" + Group.EMULATOR));
    List<String> arguments = words.get().stream().skip(1).toList();
    SortedMap<Group, Running.GuestThread> threads = new TreeMap<>();
    SortedMap<Long, Scheduling> scheduled = processes.schedulers(process);
    SortedMap<Group, Scheduling> schedulers = new TreeMap<>();
    Running.State state = Running.State.SILENT; // until the monitor says otherwise
    Optional<LiveDevices> live = Optional.empty();
    try {
      Monitor monitor = asked.orElseThrow(() -> new IOException("nobody listens"));
      state = monitor.state();
      if (threaded) {
        threads.putAll(threads(process, monitor.threads(), cgroups));
      }
      if (!scheduled.isEmpty()) {
        schedulers.putAll(schedulers(process, monitor.threads(), scheduled));
      }
      if (compared) {
        live = Optional.of(live(id, monitor));
      }
    } catch (IOException _) {
      state = Running.State.SILENT; // that it does not answer is what there is to say
    }
    return Optional.of(
        new Running(process, state, placement, threads, arguments, live, schedulers));
  }

  private SortedMap<Group, Running.GuestThread> threads(
      ProcessId process, SortedMap<Group, Long> numbers, Cgroups cgroups) throws IOException {
    SortedMap<Group, Running.GuestThread> threads = new TreeMap<>();
    for (Map.Entry<Group, Long> thread : numbers.entrySet()) {
      processes
          .placement(process, thread.getValue())
          .ifPresent(everywhere ->
              threads.put(
                  thread.getKey(),
                  new Running.GuestThread(thread.getValue(), ofGuests(everywhere, cgroups))));
    }
    return threads;
  }

  private static SortedMap<Group, Scheduling> schedulers(
      ProcessId process, SortedMap<Group, Long> numbers, SortedMap<Long, Scheduling> scheduled) {
    SortedMap<Group, Long> all = new TreeMap<>(numbers);
    all.put(Group.EMULATOR, process.pid());
    SortedMap<Group, Scheduling> schedulers = new TreeMap<>();
    all.forEach((group, thread) ->
        Optional.ofNullable(scheduled.get(thread)).ifPresent(s -> schedulers.put(group, s)));
    return schedulers;
  }

  private static SortedMap<String, String> ofGuests(
      SortedMap<String, String> everywhere, Cgroups cgroups) {
    SortedMap<String, String> placement = new TreeMap<>();
    for (Hierarchy hierarchy : cgroups.hierarchies()) {
      String path = everywhere.get(hierarchy.name());
      if (path != null) {
        placement.put(hierarchy.name(), path);
      }
    }
    return placement;
  }
}
