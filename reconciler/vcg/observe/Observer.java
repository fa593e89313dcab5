package vcg.observe;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import vcg.cgroup.CgroupFs;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.PartitionPath;
import vcg.guest.HostPath;
import vcg.guest.Records;
import vcg.model.Actual;
import vcg.model.ActualCgroup;
import vcg.model.ActualGuest;
import vcg.model.Desired;
import vcg.model.Driver;
import vcg.model.Guest;
import vcg.model.GuestId;
import vcg.model.GuestRecord;
import vcg.model.Host;
import vcg.model.Running;

/** Looks at everything that documents and vcg's records speak of. */
public final class Observer {
  private final Host host;
  private final CgroupFs fs;
  private final Records records;
  private final ProcessFinder processes;

  public Observer(Host host, CgroupFs fs, Records records, ProcessFinder processes) {
    this.host = host;
    this.fs = fs;
    this.records = records;
    this.processes = processes;
  }

  /** The host as it is now. */
  public Actual observe(Desired desired) throws IOException {
    Map<GuestId, Guest> wanted = new TreeMap<>();
    desired.guests().forEach(g -> wanted.put(g.id(), g));
    Map<GuestId, GuestRecord> remembered = new HashMap<>();
    records.guests().forEach(r -> remembered.put(r.id(), r));
    SortedSet<GuestId> ids = new TreeSet<>(wanted.keySet());
    ids.addAll(remembered.keySet());

    Cgroups cgroups = new Cgroups(host, fs);
    SortedMap<GuestId, ActualGuest> guests = new TreeMap<>();
    SortedMap<String, String> refusals = new TreeMap<>();
    for (GuestId id : ids) {
      Optional<Guest> guest = Optional.ofNullable(wanted.get(id));
      ActualGuest there = guest(id, guest, Optional.ofNullable(remembered.get(id)), cgroups);
      guests.put(id, there);
      guest.ifPresent(g -> HostPath.of(g).forEach(p -> HostPaths.check(p, refusals)));
    }
    SortedSet<CgroupPath> made = new TreeSet<>(records.partitions());
    SortedMap<PartitionPath, ActualCgroup> partitions = new TreeMap<>();
    for (PartitionPath partition : partitions(wanted.values(), remembered.values(), made)) {
      partitions.put(partition, cgroups.look(host.layout().partition(partition)));
    }
    return new Actual(host, guests, partitions, made, foreign(guests, partitions), refusals);
  }

  private ActualGuest guest(
      GuestId id, Optional<Guest> wanted, Optional<GuestRecord> record, Cgroups cgroups)
      throws IOException {
    String path =
        record
            .filter(r -> r.process().isPresent() || wanted.isEmpty())
            .map(GuestRecord::cgroup)
            .orElseGet(() -> path(wanted.orElseThrow()));
    Optional<Running> running = processes.find(id, record, wanted.map(Guest::uuid), path, cgroups);
    return new ActualGuest(
        id,
        record,
        running,
        running.isPresent() ? cgroups.inhabited(path, running.get()) : cgroups.look(path));
  }

  private String path(Guest guest) {
    return host.layout()
        .guest(guest.partition().value(), guest.id().name(), guest.id().driver().toString());
  }

  private Set<PartitionPath> partitions(
      Iterable<Guest> wanted, Iterable<GuestRecord> remembered, Set<CgroupPath> made) {
    Set<PartitionPath> partitions = new TreeSet<>();
    wanted.forEach(g -> partitions.addAll(g.partition().value().chain()));
    remembered.forEach(r -> partitions.addAll(new PartitionPath(r.partition()).chain()));
    String parent = host.layout().parent();
    int skip = parent.equals("/") ? 0 : parent.length();
    for (CgroupPath cgroup : made) {
      if (parent.equals("/") || cgroup.path().startsWith(parent + "/")) {
        partitions.add(new PartitionPath(cgroup.path().substring(skip)));
      }
    }
    return partitions;
  }

  /** Directories that are named like guests' and belong to nobody that vcg knows. */
  private static List<String> foreign(
      Map<GuestId, ActualGuest> guests, Map<PartitionPath, ActualCgroup> partitions) {
    Set<String> ours = new TreeSet<>();
    guests.values().forEach(g -> ours.add(g.cgroup().path()));
    List<String> foreign = new ArrayList<>();
    for (ActualCgroup partition : partitions.values()) {
      for (String child : partition.children()) {
        String path = partition.path() + "/" + child;
        boolean guest =
            java.util.Arrays.stream(Driver.values())
                .anyMatch(driver -> child.endsWith("." + driver + ".libvirt"));
        if (guest && !ours.contains(path)) {
          foreign.add(path);
        }
      }
    }
    return foreign;
  }
}
