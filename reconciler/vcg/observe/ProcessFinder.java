package vcg.observe;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Hierarchy;
import vcg.guest.GuestFiles;
import vcg.guest.Monitors;
import vcg.guest.Processes;
import vcg.model.GuestId;
import vcg.model.GuestRecord;
import vcg.model.ProcessId;
import vcg.model.Running;

/**
 * Finds the process of a guest: by the number and start time that vcg remembers; otherwise, when
 * vcg was killed before it could remember or its memory is lost, by the guest's uuid on a command
 * line in the guest's cgroup.
 */
public final class ProcessFinder {
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Processes processes;
  private final Monitors monitors;
  private final GuestFiles files;

  public ProcessFinder(Processes processes, Monitors monitors, GuestFiles files) {
    this.processes = processes;
    this.monitors = monitors;
    this.files = files;
  }

  Optional<Running> find(
      GuestId id, Optional<GuestRecord> record, Optional<UUID> uuid, String path, Cgroups cgroups)
      throws IOException {
    Optional<ProcessId> process = remembered(record, cgroups.host().bootId());
    if (process.isEmpty()) {
      Set<UUID> marks =
          Stream.concat(record.map(GuestRecord::uuid).stream(), uuid.stream())
              .collect(Collectors.toSet());
      process = marked(marks, path, cgroups);
    }
    return process.isEmpty() ? Optional.empty() : running(id, process.get(), cgroups);
  }

  private Optional<ProcessId> remembered(Optional<GuestRecord> record, String bootId)
      throws IOException {
    Optional<ProcessId> known =
        record.filter(r -> r.bootId().equals(bootId)).flatMap(GuestRecord::process);
    return known.isPresent() && processes.find(known.get().pid()).equals(known)
        ? known
        : Optional.empty();
  }

  private Optional<ProcessId> marked(Set<UUID> marks, String path, Cgroups cgroups)
      throws IOException {
    for (Hierarchy hierarchy : cgroups.host().hierarchies()) {
      for (long pid : cgroups.fs().processes(new CgroupPath(hierarchy.name(), path))) {
        Optional<ProcessId> candidate = processes.find(pid);
        if (candidate.isPresent() && hasMark(candidate.get(), marks)) {
          return candidate;
        }
      }
    }
    return Optional.empty();
  }

  private boolean hasMark(ProcessId process, Set<UUID> marks) throws IOException {
    List<String> words = processes.commandLine(process).orElse(List.of());
    int option = words.indexOf("-uuid");
    return option > 0
        && option + 1 < words.size()
        && marks.stream().anyMatch(uuid -> uuid.toString().equals(words.get(option + 1)));
  }

  private Optional<Running> running(GuestId id, ProcessId process, Cgroups cgroups)
      throws IOException {
    Optional<List<String>> words = processes.commandLine(process);
    Optional<SortedMap<String, String>> everywhere = processes.placement(process);
    if (words.isEmpty() || everywhere.isEmpty()) {
      return Optional.empty();
    }
    SortedMap<String, String> placement = new TreeMap<>();
    for (Hierarchy hierarchy : cgroups.host().hierarchies()) {
      String path = everywhere.get().get(hierarchy.name());
      if (path != null) {
        placement.put(hierarchy.name(), path);
      }
    }
    List<String> arguments = words.get().stream().skip(1).toList();
    return Optional.of(new Running(process, state(id), placement, arguments));
  }

  private Running.State state(GuestId id) {
    try (Monitors.Monitor monitor = monitors.connect(files.monitor(id), PATIENCE)) {
      return monitor.state();
    } catch (IOException _) {
      return Running.State.SILENT; // that it does not answer is what there is to say
    }
  }
}
