package vcg.observe;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Hierarchy;
import vcg.guest.ContainerCommand;
import vcg.guest.Containers;
import vcg.guest.Processes;
import vcg.model.GuestId;
import vcg.model.GuestRecord;
import vcg.model.ProcessId;

/**
 * Finds the first process of a container: by the number and start time that vcg remembers;
 * otherwise, when vcg was killed before it could remember or its memory is lost, in the container's
 * cgroup. There it must be process 1 of a process name space, which nothing in the container can
 * become, and ours: its number stands in the run directory, or the shell that vcg put around it
 * says the uuid.
 */
record ContainerFinder(Processes processes, Containers containers) {
  /** How long a container that is being started, or has just ended, may take for that. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);

  /**
   * The process.
   *
   * @param marks the uuids of the guest, of which its shell says one
   * @return the shell, where there is nothing else after a while: better that than two of one
   */
  Optional<ProcessId> find(
      GuestId id, Optional<GuestRecord> record, Set<UUID> marks, String path, Cgroups cgroups)
      throws IOException {
    Optional<ProcessId> known =
        record
            .filter(r -> r.bootId().equals(cgroups.host().bootId()))
            .flatMap(GuestRecord::process);
    if (known.isPresent() && processes.isInit(known.get())) {
      return known;
    }
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      List<ProcessId> shells = new ArrayList<>();
      List<ProcessId> inits = new ArrayList<>();
      for (ProcessId process : inside(path, cgroups)) {
        if (isShell(process, marks)) {
          shells.add(process);
        } else if (processes.isInit(process)) {
          inits.add(process);
        }
      }
      Optional<Long> noted = containers.pid(id);
      Optional<ProcessId> init =
          inits.stream()
              .filter(p -> !shells.isEmpty() || noted.filter(n -> n == p.pid()).isPresent())
              .filter(this::runsItsOwn)
              .findFirst();
      boolean late = System.nanoTime() - deadline > 0;
      if (init.isPresent() || shells.isEmpty() || late) {
        return init.or(() -> shells.stream().findFirst());
      }
      await(shells.getFirst());
    }
  }

  private NavigableSet<ProcessId> inside(String path, Cgroups cgroups) throws IOException {
    NavigableSet<ProcessId> all = new TreeSet<>();
    for (Hierarchy hierarchy : cgroups.hierarchies()) {
      for (CgroupPath cgroup : cgroups.fs().tree(new CgroupPath(hierarchy.name(), path))) {
        for (long pid : cgroups.fs().processes(cgroup)) {
          processes.find(pid).ifPresent(all::add);
        }
      }
    }
    return all;
  }

  private boolean isShell(ProcessId process, Set<UUID> marks) throws IOException {
    List<String> words = processes.commandLine(process).orElse(List.of());
    return ContainerCommand.isShell(words)
        && marks.stream().anyMatch(uuid -> words.contains(uuid.toString()));
  }

  private boolean runsItsOwn(ProcessId process) {
    try {
      return processes
          .commandLine(process)
          .filter(words -> !words.isEmpty() && !ContainerCommand.isRuntime(words))
          .isPresent();
    } catch (IOException _) { // it cannot be seen: then nobody can say that it runs
      return false;
    }
  }

  private void await(ProcessId shell) throws IOException {
    try {
      processes.awaitExit(shell, BETWEEN_LOOKS);
    } catch (InterruptedException _) { // whoever interrupts wants no answer
      Thread.currentThread().interrupt();
      throw new java.io.InterruptedIOException("interrupted while a container started");
    }
  }
}
