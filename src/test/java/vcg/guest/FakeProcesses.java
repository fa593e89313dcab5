package vcg.guest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import vcg.cgroup.CgroupFs;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.FakeCgroupFs;
import vcg.cgroup.Group;
import vcg.model.Command;
import vcg.model.GuestUser;
import vcg.model.LiveSetting;
import vcg.model.ProcessId;
import vcg.model.Running;
import vcg.model.Scheduling;

/**
 * Guests without QEMU: processes that do nothing, with monitors that obey at once. A process enters
 * its cgroups through the file system, so an unusable cgroup refuses it as the kernel would.
 */
public final class FakeProcesses implements Processes, Monitors {
  /** Commands that are only noted: nothing here changes by them. */
  private static final Set<String> UNPLAYED =
      Set.of("set_link", "set_password", "expire_password", "set-action");

  private static final Pattern IO_THREAD = Pattern.compile("\"id\":\"(iothread[0-9]+)\"");

  private static final Pattern SOCKET = Pattern.compile("^socket,id=monitor,path=(.*),server=on,");

  private final CgroupFs fs;
  private final Bodies bodies;
  private final TreeMap<Long, Alive> alive = new TreeMap<>();
  private final List<Set<UUID>> searches = new ArrayList<>();
  private int announced;
  private long nextStart = 1;
  private boolean ignoringPowerButton;
  private boolean oneThread;
  private int countdown;
  private final Deque<String> errnos = new ArrayDeque<>();
  private String refused = "";
  private boolean persistent;
  private boolean failed;

  public FakeProcesses(FakeCgroupFs fs) {
    this(fs, new FakeBodies(fs));
  }

  /**
   * @param bodies what plays the guests
   */
  public FakeProcesses(CgroupFs fs, Bodies bodies) {
    this.fs = fs;
    this.bodies = bodies;
  }

  /**
   * What the monitors of all processes that are there were asked, but for what they have methods
   * for.
   */
  public List<LiveSetting.Request> requests() {
    return alive.values().stream().flatMap(a -> a.requests.stream()).toList();
  }

  private static final class Alive {
    final ProcessId id;
    final Bodies.Body body;
    final List<String> words;
    final SortedMap<Group, Long> threads;
    final FakeQemu qemu;
    final Path socket;
    final List<LiveSetting.Request> requests = new ArrayList<>();
    final SortedMap<Long, Scheduling> schedulers = new TreeMap<>();
    Running.State state = Running.State.PAUSED;

    Alive(
        ProcessId id,
        Bodies.Body body,
        List<String> words,
        SortedMap<Group, Long> threads,
        Path socket) {
      this.body = body;
      this.threads = threads;
      this.id = id;
      this.words = words;
      this.qemu = new FakeQemu(words);
      this.socket = socket;
    }
  }

  /**
   * Lets the n-th operation from now on fail, but for those of monitors.
   *
   * @param stays whether all that follow fail too
   */
  public void failAt(int n, String reason, boolean stays) {
    countdown = n;
    errnos.clear();
    errnos.addAll(List.of(reason.split(",")));
    refused = "";
    persistent = stays;
    failed = false;
  }

  public boolean failed() {
    return failed;
  }

  private void check(String operation) throws IOException {
    boolean first = !failed && countdown > 0 && --countdown == 0;
    if (first) {
      failed = true;
      refused = operation;
    }
    boolean again = failed && !first && operation.equals(refused) && !errnos.isEmpty();
    if (first || again || (failed && persistent)) {
      String errno = errnos.remove();
      if (persistent) {
        errnos.add(errno);
      }
      throw new IOException("cannot " + operation + ": " + errno);
    }
  }

  /** From now on guests do not react to their power button. */
  public void ignorePowerButton() {
    ignoringPowerButton = true;
  }

  /** From now on guests say that one thread runs all their virtual CPUs. */
  public void emulateInOneThread() {
    oneThread = true;
  }

  /** The uuids that were looked for on all command lines of the host, search by search. */
  public List<Set<UUID>> searches() {
    return List.copyOf(searches);
  }

  /** How often it was said that a process will be started. */
  public int announced() {
    return announced;
  }

  @Override
  public void announce() {
    announced++;
  }

  /** The command line of a process that is there. */
  public List<String> words(ProcessId process) {
    return java.util.Objects.requireNonNull(alive.get(process.pid())).words;
  }

  /** All processes, in order of their numbers. */
  public List<ProcessId> all() {
    return alive.values().stream().map(a -> a.id).toList();
  }

  /** The threads of one that play virtual CPUs and I/O threads; none: it has ended. */
  public List<Long> threads(ProcessId process) {
    Alive guest = alive.get(process.pid());
    return guest == null
        ? List.of()
        : guest.threads.entrySet().stream()
            .filter(thread -> isThere(guest, thread.getKey()))
            .map(Map.Entry::getValue)
            .toList();
  }

  private static boolean isThere(Alive guest, Group thread) {
    return thread.kind() != Group.Kind.IOTHREAD
        || guest.qemu.ioThreads().contains(thread.toString());
  }

  /** The guest shuts down by itself; QEMU stays until it is told to quit. */
  public void powerOff(ProcessId process) {
    alive.values().stream()
        .filter(a -> a.id.equals(process))
        .forEach(a -> a.state = Running.State.POWERED_OFF);
  }

  /** From now on the guest lets go of nothing and gives nothing back. */
  public void resist(ProcessId process) {
    alive.values().stream().filter(a -> a.id.equals(process)).forEach(a -> a.qemu.resist());
  }

  /** Somebody takes a device out of the guest. */
  public void unplug(ProcessId process, String device) {
    alive.values().stream().filter(a -> a.id.equals(process)).forEach(a -> a.qemu.lose(device));
  }

  /** The guest's own system gives up; QEMU stays. */
  public void panic(ProcessId process) {
    alive.values().stream()
        .filter(a -> a.id.equals(process))
        .forEach(a -> a.state = Running.State.CRASHED);
  }

  /** The process ends as if somebody had killed it. */
  public void crash(ProcessId process) throws IOException {
    Alive gone = alive.remove(process.pid());
    if (gone != null) {
      bodies.giveBack(gone.body);
      if (isContainer(gone)) {
        Files.writeString(gone.socket.resolveSibling("status"), "137\n");
      }
    }
  }

  private static boolean isContainer(Alive guest) {
    return guest.socket.endsWith("none");
  }

  @Override
  public boolean isInit(ProcessId process) {
    return Optional.ofNullable(alive.get(process.pid()))
        .filter(a -> a.id.equals(process) && isContainer(a))
        .isPresent();
  }

  @Override
  public boolean catches(ProcessId process, Signal signal) {
    return signal == Signal.TERM && isInit(process);
  }

  @Override
  public ProcessId start(
      Command command, List<CgroupPath> cgroups, Path log, Optional<GuestUser> user)
      throws IOException {
    check("start a process");
    List<String> words = new ArrayList<>(List.of(command.program()));
    words.addAll(command.arguments());
    Optional<Path> run =
        ContainerCommand.isShell(words) ? Optional.of(Path.of(words.get(6))) : Optional.empty();
    List<Group> groups = run.isPresent() ? List.of() : groups(words);
    Bodies.Body body = bodies.take(groups.size());
    try {
      for (CgroupPath cgroup : cgroups) {
        fs.write(cgroup, "cgroup.procs", Long.toString(body.pid()));
      }
    } catch (IOException e) {
      bodies.giveBack(body);
      throw e;
    }
    SortedMap<Group, Long> threads = new TreeMap<>();
    for (int i = 0; i < groups.size(); i++) {
      threads.put(groups.get(i), body.threads().get(i));
    }
    ProcessId id = new ProcessId(body.pid(), nextStart++); // a body may come again
    if (run.isPresent()) {
      Files.writeString(run.get().resolve("pid"), Long.toString(id.pid()));
      words = List.of("init");
    }
    Path socket = run.isPresent() ? run.get().resolve("none") : socket(words);
    alive.put(id.pid(), new Alive(id, body, words, threads, socket));
    return id;
  }

  /** That of its command line: {@code -chardev socket,id=monitor,path=…,server=on,…}. */
  private static Path socket(List<String> words) {
    return words.stream()
        .map(SOCKET::matcher)
        .filter(Matcher::find)
        .map(m -> Path.of(m.group(1).replace(",,", ",")))
        .findFirst()
        .orElseThrow();
  }

  /**
   * Those of the command line, also for what can be plugged in later: {@code -smp
   * cpus=1,maxcpus=2,…} and {@code "id":"iothread1"}. The first two of these are always there.
   */
  private static List<Group> groups(List<String> words) {
    List<Group> groups = new ArrayList<>();
    int smp = words.indexOf("-smp");
    int vcpus = smp < 0 ? 1 : Integer.parseInt(words.get(smp + 1).split("[,=]", -1)[3]);
    for (int i = 0; i < vcpus; i++) {
      groups.add(Group.vcpu(i));
    }
    for (String word : words) {
      Matcher matcher = IO_THREAD.matcher(word);
      if (matcher.find()) {
        groups.add(Group.parse(matcher.group(1)).orElseThrow());
      }
    }
    Stream.of(Group.iothread(1), Group.iothread(2))
        .filter(thread -> !groups.contains(thread))
        .forEach(groups::add);
    return groups;
  }

  @Override
  public SortedMap<ProcessId, UUID> claiming(Set<UUID> uuids) {
    searches.add(Set.copyOf(uuids));
    return new TreeMap<>();
  }

  @Override
  public Optional<ProcessId> find(long pid) throws IOException {
    check("find process " + pid);
    return Optional.ofNullable(alive.get(pid)).map(a -> a.id);
  }

  @Override
  public Optional<List<String>> commandLine(ProcessId process) throws IOException {
    check("read the command line of process " + process.pid());
    return Optional.ofNullable(alive.get(process.pid())).map(a -> a.words);
  }

  @Override
  public Optional<SortedMap<String, String>> placement(ProcessId process) throws IOException {
    return placement(process, process.pid());
  }

  @Override
  public Optional<SortedMap<String, String>> placement(ProcessId process, long thread)
      throws IOException {
    check("read the cgroups of process " + process.pid());
    return alive.containsKey(process.pid())
        ? Optional.of(bodies.placement(process.pid(), thread))
        : Optional.empty();
  }

  @Override
  public SortedMap<Long, Scheduling> schedulers(ProcessId process) throws IOException {
    check("read the threads of process " + process.pid());
    Alive guest = alive.get(process.pid());
    return guest == null ? new TreeMap<>() : new TreeMap<>(guest.schedulers);
  }

  @Override
  public void schedule(ProcessId process, long thread, Scheduling scheduling) throws IOException {
    check("schedule thread " + thread);
    Alive guest = alive.get(process.pid());
    if (guest == null || (thread != process.pid() && !guest.threads.containsValue(thread))) {
      throw new IOException("process " + process.pid() + " has no thread " + thread);
    }
    guest.schedulers.put(thread, scheduling);
    guest.schedulers.values().removeIf(Scheduling.ORDINARY::equals);
  }

  /** The number of a thread of one; of the emulator this is its first. */
  public long thread(ProcessId process, Group group) {
    return group.equals(Group.EMULATOR)
        ? process.pid()
        : Optional.ofNullable(alive.get(process.pid()))
            .map(a -> a.threads.get(group))
            .orElseThrow();
  }

  @Override
  public boolean signal(ProcessId process, Signal signal) throws IOException {
    check("signal process " + process.pid());
    boolean was = alive.containsKey(process.pid());
    crash(process);
    return was;
  }

  @Override
  public boolean awaitExit(ProcessId process, Duration atMost) throws IOException {
    check("wait for process " + process.pid());
    return !alive.containsKey(process.pid());
  }

  @Override
  public Monitor connect(Path socket, Duration patience) throws IOException {
    Stream<Alive> listening = alive.values().stream().filter(a -> a.socket.equals(socket));
    return new FakeMonitor(
        listening.findFirst().orElseThrow(() -> new IOException("nobody listens at " + socket)));
  }

  @Override
  public Monitor connect(Path socket, ProcessId peer, Duration patience) throws IOException {
    if (!Optional.ofNullable(alive.get(peer.pid())).map(a -> a.id).equals(Optional.of(peer))) {
      throw new IOException("nobody listens at " + socket);
    }
    return connect(socket, patience);
  }

  /** A thread that has ended is in no group: it waits where its process is. */
  private void leave(long pid, long thread) {
    try {
      SortedMap<String, String> there = bodies.placement(pid, thread);
      for (Map.Entry<String, String> place : bodies.placement(pid, pid).entrySet()) {
        CgroupPath cgroup = new CgroupPath(place.getKey(), place.getValue());
        if (!place.getValue().equals(there.get(place.getKey()))) {
          String file = cgroup.isUnified() ? "cgroup.threads" : "tasks";
          fs.write(cgroup, file, Long.toString(thread));
        }
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private final class FakeMonitor implements Monitor {
    private final Alive process;

    FakeMonitor(Alive process) {
      this.process = process;
    }

    @Override
    public Object execute(String command, Map<String, ?> arguments) throws IOException {
      if (command.equals("query-uuid")) {
        return Map.of("UUID", process.words.get(process.words.indexOf("-uuid") + 1));
      }
      if (UNPLAYED.contains(command)) {
        process.requests.add(new LiveSetting.Request(command, new TreeMap<>(arguments)));
        return Map.of();
      }
      Object answer = process.qemu.execute(command, arguments);
      if (command.equals("object-del")) {
        Group.parse(String.valueOf(arguments.get("id")))
            .map(group -> process.threads.get(group))
            .ifPresent(thread -> leave(process.id.pid(), thread));
      }
      return answer;
    }

    @Override
    public Optional<Event> event(Duration atMost) {
      return process.qemu.event();
    }

    @Override
    public Running.State state() {
      return process.state;
    }

    @Override
    public SortedMap<Group, Long> threads() {
      SortedMap<Group, Long> threads = new TreeMap<>(process.threads);
      for (int i = process.qemu.vcpus(); i < process.qemu.mostVcpus(); i++) {
        threads.remove(Group.vcpu(i));
      }
      threads.keySet().removeIf(group -> !isThere(process, group));
      if (oneThread) {
        threads.replaceAll(
            (group, id) -> group.kind() == Group.Kind.VCPU ? process.id.pid() * 1000 : id);
      }
      return threads;
    }

    @Override
    public void powerDown() {
      if (!ignoringPowerButton) {
        process.state = Running.State.POWERED_OFF;
      }
    }

    @Override
    public boolean awaitPowerOff(Duration atMost) {
      return process.state == Running.State.POWERED_OFF;
    }

    @Override
    public void quit() throws IOException {
      crash(process.id);
    }

    @Override
    public void resume() {
      process.state = Running.State.RUNNING;
    }

    @Override
    public void reset() {
      process.state = Running.State.PAUSED;
    }

    @Override
    public void pause() {
      process.state = Running.State.PAUSED;
    }

    @Override
    public void close() {}
  }
}
