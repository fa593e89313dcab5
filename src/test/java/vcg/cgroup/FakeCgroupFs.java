package vcg.cgroup;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vcg.cgroup.Hierarchy.Version;
import vcg.cgroup.Value.IndexSet;

/**
 * A cgroup v1 file system in memory that refuses what the kernel refuses, by the same error number.
 * {@link CgroupFsContract} holds it to that against a real kernel.
 */
public final class FakeCgroupFs implements CgroupFs {
  private static final String PROCS = "cgroup.procs";

  private final TreeMap<String, FakeHierarchy> hierarchies = new TreeMap<>();
  private final List<String> log = new ArrayList<>();
  private final Injection injection = new Injection();
  private int reads;
  private int writes;
  private int creates;
  private int removes;

  /**
   * A host on which nothing but the roots exists.
   *
   * @param names of its hierarchies: a controller each, or several with commas between
   * @param cpus that the host has, such as {@code 0-3}
   * @param mems its memory nodes
   */
  public FakeCgroupFs(Collection<String> names, String cpus, String mems) {
    IndexSet allCpus = IndexSet.parse(cpus);
    IndexSet allMems = IndexSet.parse(mems);
    names.forEach(name -> hierarchies.put(name, new FakeHierarchy(name, allCpus, allMems)));
  }

  /** Four CPUs, one memory node, each controller mounted by itself. */
  public static FakeCgroupFs separate() {
    return new FakeCgroupFs(Controller.ALL.stream().map(Controller::v1Name).toList(), "0-3", "0");
  }

  /** Four CPUs, one memory node, {@code cpu} and {@code cpuacct} mounted together. */
  public static FakeCgroupFs comounted() {
    return new FakeCgroupFs(
        List.of("cpu,cpuacct", "cpuset", "memory", "devices", "freezer", "blkio"), "0-3", "0");
  }

  /** Which hierarchy a controller is on, as {@code vcg.model.Host} has it. */
  public SortedMap<Controller, Hierarchy> controllers() {
    TreeMap<Controller, Hierarchy> controllers = new TreeMap<>();
    for (String name : hierarchies.keySet()) {
      Hierarchy hierarchy = new Hierarchy(name, Version.V1, "/sys/fs/cgroup/" + name);
      for (String part : name.split(",", -1)) {
        controllers.put(Controller.ofV1Name(part).orElseThrow(), hierarchy);
      }
    }
    return controllers;
  }

  /** Makes a path in every hierarchy, cpusets filled from above. Counts and logs nothing. */
  public FakeCgroupFs with(String path) {
    hierarchies.values().forEach(hierarchy -> hierarchy.fillDownTo(path));
    return this;
  }

  /** A process appears in the root of every hierarchy. */
  public void start(long pid) {
    hierarchies.values().forEach(h -> h.root().processes.add(pid));
  }

  /** A process ends. */
  public void exit(long pid) {
    hierarchies.values().forEach(h -> h.forget(pid));
  }

  /** Sets what is in use and cannot be reclaimed; a limit below it is EBUSY. */
  public void setUsage(CgroupPath cgroup, long bytes) {
    FakeDirectory directory = find(cgroup).orElseThrow();
    directory.usage = bytes;
    directory.files.put("memory.usage_in_bytes", Long.toString(bytes));
  }

  /** Puts content into a file without any rule, counter or log: what somebody else did. */
  public void drift(CgroupPath cgroup, String file, String content) {
    find(cgroup).orElseThrow().files.put(file, content);
  }

  /** Takes an interface file away, as on a kernel built without it. */
  public void withoutFile(CgroupPath cgroup, String file) {
    find(cgroup).orElseThrow().files.remove(file);
  }

  /**
   * The n-th operation from now on (1: the next one) fails; every method of {@link CgroupFs} is an
   * operation.
   *
   * @param stays whether all later ones fail too
   */
  public void failAt(int n, String errno, boolean stays) {
    injection.arm(n, errno, stays);
  }

  /** Whether the injected failure has happened. */
  public boolean failed() {
    return injection.happened();
  }

  public int reads() {
    return reads;
  }

  public int writes() {
    return writes;
  }

  public int creates() {
    return creates;
  }

  public int removes() {
    return removes;
  }

  /**
   * What was changed, in order: {@code create cpu:/x}, {@code write cpu:/x/cpu.shares 10}, {@code
   * remove cpu:/x}. What was refused is not in it.
   */
  public List<String> log() {
    return List.copyOf(log);
  }

  /** Every file of every directory but the roots, such as {@code cpu:/x/cpu.shares} → 10. */
  public SortedMap<String, String> contents() {
    TreeMap<String, String> all = new TreeMap<>();
    hierarchies.forEach((name, hierarchy) -> collect(name + ":", hierarchy.root(), all));
    return all;
  }

  private static void collect(String at, FakeDirectory directory, SortedMap<String, String> into) {
    directory.children.forEach((name, child) -> {
      String path = at + "/" + name;
      child.files.forEach((file, content) -> into.put(path + "/" + file, content));
      into.put(path + "/" + PROCS, procs(child));
      collect(path, child, into);
    });
  }

  @Override
  public Optional<String> read(CgroupPath cgroup, String file) throws IOException {
    reads++;
    try {
      injection.check();
    } catch (Refused refused) {
      throw CgroupException.reading(cgroup, file, refused.errno());
    }
    boolean listsProcesses = file.equals(PROCS) || file.equals("tasks");
    return find(cgroup)
        .flatMap(
            d -> listsProcesses ? Optional.of(procs(d)) : Optional.ofNullable(d.files.get(file)));
  }

  @Override
  public void write(CgroupPath cgroup, String file, String value) throws IOException {
    writes++;
    try {
      injection.check();
      FakeDirectory directory = find(cgroup).orElseThrow(() -> new Refused("ENOENT"));
      FakeHierarchy hierarchy = hierarchy(cgroup).orElseThrow();
      if (file.equals(PROCS)) {
        hierarchy.attach(directory, pid(value));
      } else {
        hierarchy.write(directory, file, value);
      }
    } catch (Refused refused) {
      throw CgroupException.writing(cgroup, file, value, refused.errno());
    }
    String slash = cgroup.path().equals("/") ? "" : "/";
    log.add("write " + cgroup + slash + file + " " + value);
  }

  @Override
  public boolean create(CgroupPath cgroup) throws IOException {
    creates++;
    try {
      injection.check();
      FakeHierarchy hierarchy = hierarchy(cgroup).orElseThrow(() -> new Refused("ENOENT"));
      return logged(hierarchy.create(cgroup.path()), "create " + cgroup);
    } catch (Refused refused) {
      throw CgroupException.creating(cgroup, refused.errno());
    }
  }

  @Override
  public boolean remove(CgroupPath cgroup) throws IOException {
    removes++;
    try {
      injection.check();
      FakeHierarchy hierarchy = hierarchy(cgroup).orElseThrow(() -> new Refused("ENOENT"));
      return logged(hierarchy.remove(cgroup.path()), "remove " + cgroup);
    } catch (Refused refused) {
      if (refused.errno().equals("EBUSY") && !injection.happened()) {
        FakeDirectory busy = find(cgroup).orElseThrow();
        throw CgroupException.busy(
            cgroup, List.copyOf(busy.processes), List.copyOf(busy.children.keySet()));
      }
      throw CgroupException.removing(cgroup, refused.errno());
    }
  }

  @Override
  public boolean exists(CgroupPath cgroup) throws IOException {
    return look(cgroup).isPresent();
  }

  @Override
  public List<String> children(CgroupPath cgroup) throws IOException {
    return look(cgroup).map(d -> List.copyOf(d.children.keySet())).orElse(List.of());
  }

  @Override
  public List<String> files(CgroupPath cgroup) throws IOException {
    return look(cgroup)
        .map(d ->
            Stream.concat(Stream.of(PROCS, "tasks"), d.files.keySet().stream()).sorted().toList())
        .orElse(List.of());
  }

  private Optional<FakeDirectory> look(CgroupPath cgroup) throws IOException {
    reads++;
    try {
      injection.check();
    } catch (Refused refused) {
      throw CgroupException.listing(cgroup, refused.errno());
    }
    return find(cgroup);
  }

  private boolean logged(boolean changed, String what) {
    if (changed) {
      log.add(what);
    }
    return changed;
  }

  private Optional<FakeHierarchy> hierarchy(CgroupPath cgroup) {
    return Optional.ofNullable(hierarchies.get(cgroup.hierarchy()));
  }

  private Optional<FakeDirectory> find(CgroupPath cgroup) {
    return hierarchy(cgroup).flatMap(h -> h.find(cgroup.path()));
  }

  private static String procs(FakeDirectory directory) {
    return directory.processes.stream().map(String::valueOf).collect(Collectors.joining("\n"));
  }

  private static long pid(String value) throws Refused {
    long pid = KernelNumbers.signed(value.strip());
    if (pid < 0 || pid > Integer.MAX_VALUE) {
      throw new Refused("EINVAL");
    }
    if (pid == 0) {
      throw new UnsupportedOperationException("the fake has no process that could be the writer");
    }
    return pid;
  }
}
