package vcg.observe;

import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import vcg.guest.Processes;
import vcg.model.ActualGuest;
import vcg.model.ProcessId;
import vcg.model.Running;

/**
 * Processes that run with the uuid of a guest and that vcg did not start: somebody started the same
 * virtual machine by hand. They are told of and left alone. Those in a cgroup that is named like
 * the guest's belong to another vcg, which looks after them.
 */
record Strangers(Processes processes) {
  /**
   * Who is in the way. It takes a look at every process of the host, unless nothing is asked for.
   *
   * @param down the uuids of guests that are to run and do not, with the names of their cgroups
   * @return by uuid, a sentence without its subject
   */
  SortedMap<String, String> find(Map<UUID, String> down, Collection<ActualGuest> guests)
      throws IOException {
    SortedMap<String, String> strangers = new TreeMap<>();
    if (down.isEmpty()) {
      return strangers;
    }
    Set<Long> ours = new HashSet<>();
    for (ActualGuest guest : guests) {
      guest.running().map(Running::process).ifPresent(p -> ours.add(p.pid()));
    }
    for (var claim : processes.claiming(down.keySet()).entrySet()) {
      String directory = down.getOrDefault(claim.getValue(), "");
      if (!ours.contains(claim.getKey().pid()) && !isIn(claim.getKey(), directory)) {
        strangers.putIfAbsent(
            claim.getValue().toString(),
            "process " + claim.getKey().pid() + ", which vcg did not start, runs with its uuid");
      }
    }
    return strangers;
  }

  /** The last part of a guest's cgroup. */
  static String name(ActualGuest guest) {
    String path = guest.cgroup().path();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private boolean isIn(ProcessId process, String directory) throws IOException {
    return processes
        .placement(process)
        .filter(
            p -> p.values().stream().anyMatch(path -> List.of(path.split("/")).contains(directory)))
        .isPresent();
  }
}
