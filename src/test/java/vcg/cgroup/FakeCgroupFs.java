package vcg.cgroup;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import vcg.cgroup.Value.IndexSet;

/**
 * A cgroup file system of both versions in memory that refuses what the kernel refuses, by the same
 * error number. {@link V1CgroupFsContract} and {@link UnifiedCgroupFsContract} hold it to that
 * against a real kernel; where kernels differ it is Linux 6.1.
 */
public final class FakeCgroupFs implements CgroupFs {
  private static final List<String> SEPARATE =
      Controller.ALL.stream().map(Controller::v1Name).toList();

  private final FakeTasks tasks = new FakeTasks();
  private final FakeDisks disks = new FakeDisks();
  private final Set<String> missing = new TreeSet<>();
  private final FakeMounts mounts;
  private final List<String> log = new ArrayList<>();
  private final Injection injection = new Injection();
  private int reads;
  private int writes;
  private int creates;
  private int removes;

  /**
   * A host on which nothing but the roots exists.
   *
   * @param v1 its v1 hierarchies: a controller each, or several with commas between
   * @param onUnified the controllers of its v2 tree; none: that is not mounted
   * @param cpus that the host has, such as {@code 0-3}
   * @param mems its memory nodes
   */
  public FakeCgroupFs(Collection<String> v1, List<String> onUnified, String cpus, String mems) {
    FakeHost host = new FakeHost(IndexSet.parse(cpus), IndexSet.parse(mems), tasks, disks, missing);
    this.mounts = new FakeMounts(v1, onUnified, host);
  }

  /** A host with v1 alone. */
  public FakeCgroupFs(Collection<String> v1, String cpus, String mems) {
    this(v1, List.of(), cpus, mems);
  }

  /** Four CPUs, one memory node, each controller mounted by itself. */
  public static FakeCgroupFs separate() {
    return new FakeCgroupFs(SEPARATE, "0-3", "0");
  }

  /** Four CPUs, one memory node, {@code cpu} and {@code cpuacct} mounted together. */
  public static FakeCgroupFs comounted() {
    return new FakeCgroupFs(
        List.of("cpu,cpuacct", "cpuset", "memory", "devices", "freezer", "blkio"), "0-3", "0");
  }

  /** Four CPUs, one memory node, all on v2; nothing is enabled in the root yet. */
  public static FakeCgroupFs unified() {
    return new FakeCgroupFs(
        List.of(),
        List.of("cpuset", "cpu", "io", "memory", "hugetlb", "pids", "rdma", "misc"),
        "0-3",
        "0");
  }

  /** As {@link #separate()}, beside it a v2 tree that has {@code hugetlb} alone. */
  public static FakeCgroupFs hybrid() {
    return new FakeCgroupFs(SEPARATE, List.of("hugetlb"), "0-3", "0");
  }

  /** Which hierarchy a controller is on, as {@code vcg.model.Host} has it. */
  public SortedMap<Controller, Hierarchy> controllers() {
    return mounts.controllers();
  }

  /** All that is mounted, by name; {@code unified} is among them where there is v2. */
  public List<Hierarchy> hierarchies() {
    return mounts.all();
  }

  /**
   * Makes a path in every hierarchy, ready for use: v1 cpusets are filled from above, on v2 every
   * directory above it (not itself) enables all controllers. Counts and logs nothing.
   */
  public FakeCgroupFs with(String path) {
    mounts.fillDownTo(path);
    return this;
  }

  /** The host has a disk, such as {@code 8:0}; limits for any other device are ENODEV. */
  public FakeCgroupFs withDisk(String device) {
    disks.add(device);
    return this;
  }

  /** The host has a disk that is scheduled by BFQ. */
  public FakeCgroupFs withBfqDisk(String device) {
    disks.add(device, FakeDisks.Weights.BFQ);
    return this;
  }

  /** The host has a disk for which {@code io.cost.qos} is enabled. */
  public FakeCgroupFs withCostDisk(String device) {
    disks.add(device, FakeDisks.Weights.COST);
    return this;
  }

  /** The kernel is built without an interface file: no directory has it, now or later. */
  public FakeCgroupFs lacking(String file) {
    missing.add(file);
    mounts.forEach((_, directory) -> directory.files.remove(file));
    return this;
  }

  /**
   * A process appears in the root of every hierarchy.
   *
   * @param threads it has beside its first; of a process that runs: new ones beside its first
   */
  public void start(long pid, long... threads) {
    tasks.start(pid, threads);
  }

  /** A moment passes: the kernel forgets what was removed. */
  public void settle() {
    mounts.forEach((_, directory) -> directory.gone.clear());
  }

  /** A process ends. */
  public void exit(long pid) {
    tasks.end(pid);
  }

  /** Whom {@code cgroup.kill} has killed, in order; they have ended. */
  public List<Long> killed() {
    return tasks.killed();
  }

  /** Whom the kernel has killed because {@code memory.max} fell below what they use. */
  public List<Long> killedOutOfMemory() {
    return tasks.outOfMemory();
  }

  /** Sets what is in use and cannot be reclaimed; a limit below it is EBUSY, on v2 it kills. */
  public void setUsage(CgroupPath cgroup, long bytes) {
    setUsage(cgroup, bytes, 0);
  }

  /** As above; {@code inactiveFile} bytes more are in use, which the kernel gives up at will. */
  public void setUsage(CgroupPath cgroup, long bytes, long inactiveFile) {
    FakeDirectory directory = mounts.find(cgroup).orElseThrow();
    if (cgroup.hierarchy().equals(FakeMounts.UNIFIED)) {
      FakeMemoryV2.use(directory, bytes, inactiveFile);
    } else {
      FakeMemory.use(directory, bytes, inactiveFile);
    }
  }

  /**
   * Puts content into a file without any rule, counter or log: what somebody else did.
   *
   * @throws IllegalArgumentException when that file is computed, such as {@code cgroup.events}
   */
  public void drift(CgroupPath cgroup, String file, String content) {
    FakeDirectory directory = mounts.find(cgroup).orElseThrow();
    directory.files.put(file, content);
    try {
      if (FakeHierarchy.read(directory, file).equals(Optional.of(content))) {
        return;
      }
    } catch (Refused _) { // cannot be read at all, so nobody could see it drift
    }
    throw new IllegalArgumentException("computed: " + file);
  }

  /** Takes an interface file away from one directory. */
  public void withoutFile(CgroupPath cgroup, String file) {
    mounts.find(cgroup).orElseThrow().files.remove(file);
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
    return mounts.contents();
  }

  @Override
  public Optional<String> read(CgroupPath cgroup, String file) throws IOException {
    reads++;
    try {
      injection.check("read " + cgroup + "/" + file);
      Optional<FakeDirectory> directory = mounts.find(cgroup);
      return directory.isPresent() ? FakeHierarchy.read(directory.get(), file) : Optional.empty();
    } catch (Refused refused) {
      throw CgroupException.reading(cgroup, file, refused.errno());
    }
  }

  @Override
  public void write(CgroupPath cgroup, String file, String value) throws IOException {
    writes++;
    try {
      injection.check("write " + cgroup + "/" + file);
      FakeDirectory directory = mounts.find(cgroup).orElseThrow(() -> new Refused("ENOENT"));
      FakeHierarchy.write(directory, file, value);
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
      injection.check("create " + cgroup);
      FakeHierarchy hierarchy = mounts.hierarchy(cgroup).orElseThrow(() -> new Refused("ENOENT"));
      return logged(hierarchy.create(cgroup.path()), "create " + cgroup);
    } catch (Refused refused) {
      throw CgroupException.creating(cgroup, refused.errno());
    }
  }

  @Override
  public boolean remove(CgroupPath cgroup) throws IOException {
    removes++;
    try {
      injection.check("remove " + cgroup);
      FakeHierarchy hierarchy = mounts.hierarchy(cgroup).orElseThrow(() -> new Refused("ENOENT"));
      return logged(hierarchy.remove(cgroup.path()), "remove " + cgroup);
    } catch (Refused refused) {
      if (refused.errno().equals("EBUSY") && !injection.happened()) {
        FakeDirectory busy = mounts.find(cgroup).orElseThrow();
        throw CgroupException.busy(
            cgroup, List.copyOf(tasks.owners(busy.threads)), List.copyOf(busy.children.keySet()));
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
    return look(cgroup).map(d -> List.copyOf(d.files.keySet())).orElse(List.of());
  }

  private Optional<FakeDirectory> look(CgroupPath cgroup) throws IOException {
    reads++;
    try {
      injection.check("look " + cgroup);
    } catch (Refused refused) {
      throw CgroupException.listing(cgroup, refused.errno());
    }
    return mounts.find(cgroup);
  }

  private boolean logged(boolean changed, String what) {
    if (changed) {
      log.add(what);
    }
    return changed;
  }

  Optional<FakeDirectory> find(CgroupPath cgroup) {
    return mounts.find(cgroup);
  }
}
