package vcg.observe;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import vcg.cgroup.CgroupFs;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Controller;
import vcg.cgroup.DevicePrograms;
import vcg.cgroup.Group;
import vcg.cgroup.Hierarchy;
import vcg.cgroup.Knob;
import vcg.cgroup.Layout;
import vcg.guest.Containers;
import vcg.guest.FirmwareChoice;
import vcg.guest.HostTables;
import vcg.guest.Records;
import vcg.model.Actual;
import vcg.model.ActualCgroup;
import vcg.model.ActualContainer;
import vcg.model.ActualGuest;
import vcg.model.Desired;
import vcg.model.DeviceAccess;
import vcg.model.Driver;
import vcg.model.FirmwareBuild;
import vcg.model.Guest;
import vcg.model.GuestId;
import vcg.model.GuestRecord;
import vcg.model.GuestUser;
import vcg.model.Host;
import vcg.model.Identity;
import vcg.model.Inside;
import vcg.model.Machine;
import vcg.model.Partition;
import vcg.model.PartitionRecords;
import vcg.model.Policy;
import vcg.model.Running;
import vcg.model.Tuning;

/** Looks at everything that documents and vcg's records speak of. */
public final class Observer {
  private final Host host;
  private final CgroupFs fs;
  private final DevicePrograms programs;
  private final Records records;
  private final ProcessFinder processes;
  private final Optional<GuestUser> user;
  private final Runnable beforeStart;
  private final MemoryUse memory;

  /**
   * An observer.
   *
   * @param user whom virtual machines run as, and who must reach their files; empty: as vcg does
   */
  public Observer(
      Host host,
      CgroupFs fs,
      DevicePrograms programs,
      Records records,
      ProcessFinder processes,
      Optional<GuestUser> user) {
    this(host, fs, programs, records, processes, user, () -> {});
  }

  private Observer(
      Host host,
      CgroupFs fs,
      DevicePrograms programs,
      Records records,
      ProcessFinder processes,
      Optional<GuestUser> user,
      Runnable beforeStart) {
    this.host = host;
    this.fs = fs;
    this.programs = programs;
    this.records = records;
    this.processes = processes;
    this.user = user;
    this.beforeStart = beforeStart;
    this.memory = new MemoryUse(host, fs);
  }

  /**
   * The same for whoever will carry out what this leads to.
   *
   * @param said is run, before anything is looked at, when a guest of which nothing is remembered
   *     is to run
   */
  public Observer beforeStart(Runnable said) {
    return new Observer(host, fs, programs, records, processes, user, said);
  }

  /** The host as it is now. */
  public Actual observe(Desired desired) throws IOException {
    return observe(desired, records.guests(), records.partitions(), false);
  }

  /**
   * Some guests as they are now. Of the directories above them, only what these guests need is
   * looked at, and no other guests in them: it takes as long where there are ten thousand more.
   *
   * @param some their documents, and those of all partitions
   * @param theirs what vcg remembers of them
   */
  public Actual observe(Desired some, Collection<GuestRecord> theirs, PartitionRecords made)
      throws IOException {
    return observe(some, theirs, made, true);
  }

  private Actual observe(
      Desired desired, Collection<GuestRecord> records, PartitionRecords made, boolean some)
      throws IOException {
    Map<GuestId, Guest> wanted = new HashMap<>();
    desired.guests().forEach(g -> wanted.put(g.id(), g));
    Map<GuestId, GuestRecord> remembered = new HashMap<>();
    records.forEach(r -> remembered.put(r.id(), r));
    Set<GuestId> known = new HashSet<>(wanted.keySet());
    known.addAll(remembered.keySet());

    if (wanted.values().stream().anyMatch(g -> runs(g) && !remembered.containsKey(g.id()))) {
      beforeStart.run();
    }
    Cgroups cgroups = Cgroups.of(host, fs);
    TapDevices taps = TapDevices.read(TapDevices.INTERFACES);
    SortedMap<GuestId, ActualGuest> guests = new TreeMap<>();
    Shares.of(known.stream().sorted().toList(), share -> look(share, wanted, remembered, taps))
        .forEach(guest -> guests.put(guest.id(), guest));
    Collection<HostPaths.Need> needed = HostPaths.of(wanted.values(), user);
    Set<String> paths = new TreeSet<>();
    wanted.values().forEach(g -> paths.add(path(g)));
    remembered.values().forEach(r -> paths.add(r.cgroup()));
    SortedMap<String, ActualCgroup> partitions =
        some
            ? lookAbove(cgroups, desired, paths, guests.values())
            : lookAtAll(cgroups, desired, partitions(paths, made, declared(desired).keySet()));
    return new Actual(
        host,
        guests,
        cgroups.parent(),
        partitions,
        made,
        new DeviceNodes(host, fs).find(desired, needed),
        foreign(guests.values().stream().map(g -> g.cgroup().path()).toList(), partitions),
        refusals(needed, wanted, guests),
        firmware(wanted.values()),
        tables(wanted.values()));
  }

  /**
   * What some knobs of a directory hold, and nothing else; those that cannot be read are left out.
   *
   * @param cgroup the path of the directory
   */
  public SortedMap<Knob, String> contents(String cgroup, Collection<Knob> knobs)
      throws IOException {
    SortedMap<Knob, String> contents = new TreeMap<>();
    for (Knob knob : knobs) {
      String file = host.files().get(knob);
      if (file != null) {
        fs.read(host.directory(knob, cgroup), file).ifPresent(text -> contents.put(knob, text));
      }
    }
    return contents;
  }

  private static boolean runs(Guest guest) {
    return guest.policy().run() != Policy.Run.SHUTOFF;
  }

  /**
   * The directories above guests alone, with all that is in them.
   *
   * @param desired the documents of partitions
   * @param guests the paths of all guests that vcg remembers
   */
  public Actual partitions(Desired desired, Collection<String> guests, PartitionRecords made)
      throws IOException {
    Cgroups cgroups = Cgroups.of(host, fs);
    SortedMap<String, ActualCgroup> partitions =
        lookAtAll(cgroups, desired, partitions(guests, made, declared(desired).keySet()));
    return new Actual(
        host,
        new TreeMap<>(),
        cgroups.parent(),
        partitions,
        made,
        new DeviceNodes(host, fs).find(desired, List.of()),
        foreign(guests, partitions),
        new TreeMap<>());
  }

  private SortedMap<String, ActualCgroup> lookAtAll(
      Cgroups cgroups, Desired desired, Set<String> paths) throws IOException {
    SortedMap<String, Tuning> declared = declared(desired);
    SortedMap<String, ActualCgroup> partitions = new TreeMap<>();
    for (String path : paths) {
      Tuning tuning = declared.getOrDefault(path, Tuning.NONE);
      partitions.put(path, memory.withUse(cgroups.look(path), tuning));
    }
    return partitions;
  }

  /**
   * The directories above these, each with those of its children alone that lead to these.
   *
   * @param guests the paths of guests' directories
   * @param seen what was just seen in some of them
   */
  private SortedMap<String, ActualCgroup> lookAbove(
      Cgroups cgroups, Desired desired, Set<String> guests, Collection<ActualGuest> seen)
      throws IOException {
    Map<String, ActualCgroup> known = new HashMap<>();
    seen.forEach(g -> known.put(g.cgroup().path(), g.cgroup()));
    SortedMap<String, Set<String>> asked = new TreeMap<>();
    Map<String, Set<String>> there = new HashMap<>();
    for (String guest : guests) {
      List<String> above = new ArrayList<>(host.layout().above(guest));
      above.add(guest);
      for (int i = 0; i + 1 < above.size(); i++) {
        String name = above.get(i + 1).substring(above.get(i + 1).lastIndexOf('/') + 1);
        ActualCgroup child = known.get(above.get(i + 1));
        Set<String> names = asked.computeIfAbsent(above.get(i), _ -> new TreeSet<>());
        if (child == null) {
          names.add(name);
        } else if (!child.hierarchies().isEmpty()) {
          there.computeIfAbsent(above.get(i), _ -> new TreeSet<>()).add(name);
        }
      }
    }
    SortedMap<String, Tuning> declared = declared(desired);
    SortedMap<String, ActualCgroup> partitions = new TreeMap<>();
    for (Map.Entry<String, Set<String>> entry : asked.entrySet()) {
      String path = entry.getKey();
      ActualCgroup found = cgroups.look(path, entry.getValue(), there.getOrDefault(path, Set.of()));
      partitions.put(path, memory.withUse(found, declared.getOrDefault(path, Tuning.NONE)));
    }
    return partitions;
  }

  private SortedMap<String, String> refusals(
      Collection<HostPaths.Need> needed,
      Map<GuestId, Guest> wanted,
      SortedMap<GuestId, ActualGuest> guests)
      throws IOException {
    SortedMap<String, String> refusals = HostPaths.refusals(needed);
    Map<UUID, String> down = new HashMap<>();
    wanted.forEach((id, guest) -> {
      ActualGuest there = Objects.requireNonNull(guests.get(id));
      boolean toRun = guest.policy().run() != Policy.Run.SHUTOFF;
      if (toRun && there.running().isEmpty()) { // nothing is started that is to be shut off
        down.put(guest.uuid(), Strangers.name(there));
      }
    });
    refusals.putAll(processes.strangers().find(down, guests.values()));
    return refusals;
  }

  /** The firmware that this host has; read only where a document leaves the choice to it. */
  public static List<FirmwareBuild> firmware(Iterable<Guest> wanted) throws IOException {
    for (Guest guest : wanted) {
      if (FirmwareChoice.refusal(guest).isPresent()) {
        return FirmwareBuilds.read(FirmwareBuilds.FOLDERS);
      }
    }
    return List.of();
  }

  /** What this host says about itself; read only where a document asks for it. */
  public static List<Identity.Table> tables(Collection<Guest> wanted) throws IOException {
    return wanted.stream().anyMatch(HostTables::isAsked)
        ? DmiFiles.read(DmiFiles.DIRECTORY)
        : List.of();
  }

  /**
   * What names in a document stand for in its container; of a virtual machine nothing.
   *
   * @throws IOException one of them stands for nothing; says where the document has it
   */
  public static Inside inside(Guest guest, Containers containers) throws IOException {
    if (!(guest.machine() instanceof Machine.Container container)) {
      return Inside.ROOT;
    }
    try {
      return new ContainerNames(containers, container).find();
    } catch (ContainerNames.Unknown e) {
      throw new IOException(e.why().at() + ": " + e.why().value(), e);
    }
  }

  private SortedMap<String, Tuning> declared(Desired desired) {
    SortedMap<String, Tuning> declared = new TreeMap<>();
    for (Partition partition : desired.partitions()) {
      host.layout()
          .partition(partition.path())
          .ifPresent(path -> declared.put(path, partition.tuning()));
    }
    return declared;
  }

  private List<ActualGuest> look(
      List<GuestId> share,
      Map<GuestId, Guest> wanted,
      Map<GuestId, GuestRecord> remembered,
      TapDevices taps)
      throws IOException {
    Cgroups cgroups = Cgroups.of(host, fs);
    List<ActualGuest> there = new ArrayList<>();
    for (GuestId id : share) {
      Optional<GuestRecord> record = Optional.ofNullable(remembered.get(id));
      there.add(guest(id, Optional.ofNullable(wanted.get(id)), record, cgroups, taps));
    }
    return there;
  }

  private ActualGuest guest(
      GuestId id,
      Optional<Guest> wanted,
      Optional<GuestRecord> record,
      Cgroups cgroups,
      TapDevices taps)
      throws IOException {
    String path =
        record
            .filter(r -> r.process().isPresent() || wanted.isEmpty())
            .map(GuestRecord::cgroup)
            .orElseGet(() -> path(wanted.orElseThrow()));
    Set<Group> groups = wanted.map(g -> g.groups().keySet()).orElse(Set.of());
    boolean known = record.flatMap(GuestRecord::process).isPresent();
    Optional<ActualCgroup> unknown = known ? Optional.empty() : Optional.of(cgroups.look(path));
    boolean nowhere = unknown.filter(c -> c.hierarchies().isEmpty()).isPresent();
    Optional<Running> running = // in directories that are not there nobody is looked for
        nowhere ? Optional.empty() : processes.find(id, record, wanted, path, cgroups);
    ActualCgroup there =
        running.isPresent()
            ? cgroups.inhabited(path, running.get(), groups)
            : processes.withoutHelpers(
                id, unknown.isPresent() ? unknown.get() : cgroups.look(path));
    Tuning tuning = wanted.map(Guest::tuning).orElse(Tuning.NONE);
    boolean container = id.driver() == Driver.LXC;
    return new ActualGuest(
        id,
        record,
        container ? running.map(r -> host.isFrozen(there) ? r.paused() : r) : running,
        running.isPresent() ? memory.withUse(there, tuning) : there,
        cgroups.groups(id, there, groups, running),
        devices(there),
        taps.of(id, running.isPresent()),
        container ? processes.look(id, wanted, memory.outOfMemory(there)) : ActualContainer.NONE);
  }

  private DeviceAccess devices(ActualCgroup there) throws IOException {
    if (host.deviceRefusal().isPresent()) {
      return DeviceAccess.NONE;
    }
    Optional<Hierarchy> hierarchy =
        Optional.ofNullable(host.controllers().get(Controller.DEVICES)).or(host::unified);
    if (hierarchy.filter(h -> there.hierarchies().contains(h.name())).isEmpty()) {
      return DeviceAccess.NONE;
    }
    CgroupPath cgroup = new CgroupPath(hierarchy.get().name(), there.path());
    return cgroup.isUnified()
        ? new DeviceAccess(Optional.empty(), programs.attached(cgroup))
        : new DeviceAccess(fs.read(cgroup, "devices.list"), List.of());
  }

  private String path(Guest guest) {
    return host.layout()
        .guest(guest.partition().value(), guest.id().name(), guest.id().driver().toString());
  }

  /** The directories above guests, and those of partitions. */
  private Set<String> partitions(
      Collection<String> guests, PartitionRecords made, Set<String> declared) {
    Layout layout = host.layout();
    Set<String> paths = new HashSet<>(declared);
    paths.addAll(guests);
    Set<String> partitions = new TreeSet<>(declared);
    Set<String> directories = new HashSet<>();
    for (String path : paths) {
      if (directories.add(path.substring(0, path.lastIndexOf('/')))) {
        partitions.addAll(layout.above(path));
      }
    }
    for (CgroupPath cgroup : made.made()) {
      if (layout.isBelow(cgroup.path())) {
        partitions.add(cgroup.path());
      }
    }
    return partitions;
  }

  /** Directories that are named like guests' and belong to nobody that vcg knows. */
  private List<String> foreign(Collection<String> guests, Map<String, ActualCgroup> partitions) {
    Set<String> drivers = new TreeSet<>();
    for (Driver driver : Driver.values()) {
      drivers.add(driver.toString());
    }
    Set<String> ours = new HashSet<>(guests);
    List<String> foreign = new ArrayList<>();
    for (ActualCgroup partition : partitions.values()) {
      for (String child : partition.children()) {
        String path = partition.path() + "/" + child;
        if (!ours.contains(path) && host.layout().isGuest(path, drivers)) {
          foreign.add(path);
        }
      }
    }
    return foreign;
  }
}
