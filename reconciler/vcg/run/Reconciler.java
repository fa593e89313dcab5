package vcg.run;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vcg.apply.Applier;
import vcg.guest.ExitWatch;
import vcg.guest.SettingWatch;
import vcg.guest.Watches;
import vcg.model.Actual;
import vcg.model.ActualGuest;
import vcg.model.Attempt;
import vcg.model.Change;
import vcg.model.Desired;
import vcg.model.Difference;
import vcg.model.GuestId;
import vcg.model.GuestRecord;
import vcg.model.Hint;
import vcg.model.Outcome;
import vcg.model.Plan;
import vcg.model.PlannedGuest;
import vcg.model.PlannedGuest.Action;
import vcg.model.PlannedPartition;
import vcg.model.ProcessId;
import vcg.model.Running;
import vcg.plan.Census;
import vcg.plan.OneGuest;
import vcg.plan.PlanOptions;
import vcg.plan.Planner;

/**
 * Decides what is done next, and when. One thread calls {@link #turn}; what takes time is done in
 * {@link Lanes}, which put what became of it into the queue. Every decision is made from documents
 * as they were last listed and from a look at the guest that is younger than the reason to look.
 */
final class Reconciler {
  private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

  /** How many guests are looked at together when there are many. */
  private static final int TOGETHER = 32;

  /** So many at most are looked at each by itself, so that none waits for another. */
  private static final int FEW = 8;

  private static final long SWEEP = TimeUnit.SECONDS.toNanos(60);
  private static final long PARTITIONS_REST = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long LATELY = TimeUnit.MINUTES.toNanos(1);
  private static final long BETWEEN_NEWS = TimeUnit.MILLISECONDS.toNanos(250);
  private static final long ENDING = TimeUnit.SECONDS.toNanos(5);

  private final Machine machine;
  private final Source source;
  private final Watches watches;
  private final Lanes lanes;
  private final Time time;
  private final RandomGenerator random;
  private final Remembered records;
  private final Applier applier;
  private final Scanner scanner;
  private final Documents documents;
  private final LinkedBlockingQueue<Event> queue = new LinkedBlockingQueue<>();
  private final Map<GuestId, Tracked> guests = new HashMap<>();
  private final Map<ProcessId, GuestId> processes = new HashMap<>();
  private final Map<String, GuestId> cgroups = new HashMap<>();
  private final LinkedHashSet<GuestId> dirty = new LinkedHashSet<>();
  private final PriorityQueue<Timer> timers = new PriorityQueue<>();
  private final Deque<Long> stopsLately = new ArrayDeque<>();
  private final SortedSet<GuestId> approved = new TreeSet<>();
  private final SortedMap<String, String> troubles = new TreeMap<>();
  private final NavigableMap<String, byte[]> unkept = new TreeMap<>();
  private final Totals totals = new Totals();
  private final ConcurrentSkipListMap<GuestId, GuestCondition> conditions =
      new ConcurrentSkipListMap<>();
  private final Instant started;
  private final Consumer<Moment> moments;
  private Optional<SettingWatch> settings = Optional.empty();
  private Optional<ExitWatch> exits = Optional.empty();

  private boolean scanning;
  private boolean scanAll = true;
  private final Set<String> scanSome = new TreeSet<>();
  private boolean partitionsDirty;
  private boolean partitionsBusy;
  private long partitionsNotBefore;
  private int partitionFailures;
  private long nextSweep;
  private boolean sweeping = true;
  private boolean ready;
  private boolean paused;
  private boolean ending;
  private int working;
  private Optional<Instant> lastLook = Optional.empty();
  private boolean changed = true;
  private long publishedAt = Long.MIN_VALUE / 2;
  private final List<Consumer<DaemonStatus>> listeners = new CopyOnWriteArrayList<>();
  private volatile Published published =
      new Published(false, false, Optional.empty(), 0, List.of(), List.of());

  Reconciler(
      Machine machine,
      Source source,
      Watches watches,
      Lanes lanes,
      Time time,
      RandomGenerator random,
      Consumer<Moment> moments)
      throws IOException {
    this.machine = machine;
    this.source = source;
    this.watches = watches;
    this.lanes = lanes;
    this.time = time;
    this.random = random;
    this.moments = moments;
    this.records = Remembered.of(machine.records());
    this.applier = machine.applier(records);
    this.scanner = new Scanner(source, machine.lastGood());
    this.documents = new Documents(source.name());
    this.started = time.wall();
    this.nextSweep = time.nanos() + SWEEP;
  }

  private record Timer(long at, GuestId guest) implements Comparable<Timer> {
    @Override
    public int compareTo(Timer other) {
      return Long.compare(at, other.at);
    }
  }

  /** Any thread may say where to look. */
  void hint(Hint hint) {
    queue.add(new Event.Hinted(hint));
  }

  /** Any thread may have something done by the thread that decides. */
  void ask(Runnable work) {
    queue.add(new Event.Asked(work));
  }

  LinkedBlockingQueue<Event> queue() {
    return queue;
  }

  /** Begins to watch, where that can be had, and to look at everything. */
  void begin() {
    openWatches();
    records.guests().forEach(r -> track(r.id()));
  }

  private void openWatches() {
    if (settings.isEmpty()) {
      try {
        settings = Optional.of(watches.settings(this::hint));
        troubles.remove("settings");
        guests.values().stream()
            .filter(t -> !t.cgroup.isEmpty())
            .forEach(t -> settings.get().follow(t.cgroup));
      } catch (IOException e) {
        trouble("settings", "changes of settings are seen in sweeps alone: " + Reasons.of(e));
      }
    }
    if (exits.isEmpty()) {
      try {
        exits = Optional.of(watches.exits(this::hint));
        troubles.remove("exits");
        guests.values().forEach(t -> t.process.ifPresent(p -> exits.get().follow(p)));
      } catch (IOException e) {
        trouble("exits", "ends of processes are seen in sweeps alone: " + Reasons.of(e));
      }
    }
  }

  private void trouble(String key, String text) {
    if (!text.equals(troubles.put(key, text))) {
      changed = true;
      LOG.warn("{}", text);
    }
  }

  private void noTrouble(String key) {
    if (troubles.remove(key) != null) {
      changed = true;
      LOG.info("{}: well again", key);
    }
  }

  /**
   * Does what is to be done now.
   *
   * @return nanoseconds until there is something to do again, unless the queue gets something
   */
  long turn() {
    for (Event event = queue.poll(); event != null; event = queue.poll()) {
      take(event);
    }
    long now = time.nanos();
    if (now - nextSweep >= 0) {
      sweep("sweep");
    }
    follow(documents.settle(now, time.wall()));
    scanSome.addAll(documents.again(now));
    scan();
    while (!timers.isEmpty() && now - timers.peek().at() >= 0) {
      look(timers.poll().guest());
    }
    lookAtDirty(now);
    lookAbove(now);
    finishSweep();
    publish();
    return untilNext();
  }

  private long untilNext() {
    long now = time.nanos();
    long next = nextSweep;
    OptionalLong settles = documents.next();
    if (settles.isPresent() && !scanning) {
      next = Math.min(next, settles.getAsLong());
    }
    if (!timers.isEmpty()) {
      next = Math.min(next, timers.peek().at());
    }
    if (partitionsDirty && !partitionsBusy) {
      next = Math.min(next, partitionsNotBefore);
    }
    if (changed) {
      next = Math.min(next, publishedAt + BETWEEN_NEWS);
    }
    return Math.max(0, next - now);
  }

  /** Looks at everything, whatever was seen so far. */
  private void sweep(String why) {
    LOG.debug("{}", why);
    nextSweep = time.nanos() + SWEEP - SWEEP / 10 + random.nextLong(SWEEP / 5);
    totals.swept();
    sweeping = true;
    scanAll = true;
    openWatches();
    try {
      machine.refresh();
      noTrouble("host");
    } catch (IOException e) {
      trouble("host", Reasons.of(e));
    }
    if (!unkept.isEmpty()) {
      keep(new TreeMap<>(unkept));
    }
    everybody().forEach(this::look);
    partitionsDirty = true;
  }

  private Set<GuestId> everybody() {
    Set<GuestId> all = new TreeSet<>(documents.guests());
    records.guests().forEach(r -> all.add(r.id()));
    all.addAll(guests.keySet());
    return all;
  }

  private void finishSweep() {
    boolean busy = scanning || scanAll || !dirty.isEmpty() || partitionsBusy || !documents.listed();
    if (!sweeping || busy || guests.values().stream().anyMatch(t -> t.looking)) {
      return;
    }
    if (!ready && working > 0) {
      return;
    }
    sweeping = false;
    changed = true;
    lastLook = Optional.of(time.wall());
    if (!ready) {
      ready = true;
      LOG.info("ready: {} guests", guests.size());
    }
    moments.accept(new Moment.Ready());
    moments.accept(new Moment.Summary(summary()));
  }

  private String summary() {
    long out =
        conditions.values().stream().filter(c -> c.sync() != GuestCondition.Sync.IN_SYNC).count();
    return conditions.size() + " guests, " + out + " not in sync" + (paused ? ", paused" : "");
  }

  private void take(Event event) {
    switch (event) {
      case Event.Hinted(Hint hint) -> take(hint);
      case Event.Scanned(Scan scan) -> scanned(scan);
      case Event.Looked looked -> looked(looked);
      case Event.LookedAbove looked -> lookedAbove(looked);
      case Event.Done done -> done(done);
      case Event.PartitionsDone done -> partitionsDone(done);
      case Event.Kept(var left, String failure) -> {
        left.forEach(unkept::putIfAbsent);
        if (failure.isEmpty()) {
          noTrouble("state");
        } else {
          trouble("state", failure);
        }
      }
      case Event.Asked(Runnable work) -> work.run();
    }
  }

  private void take(Hint hint) {
    switch (hint) {
      case Hint.Documents(Optional<String> file) -> {
        if (file.filter(vcg.read.DomainDirectory::isDomainFile).isPresent()) {
          scanSome.add(file.get());
        } else {
          scanAll = true;
        }
      }
      case Hint.Setting written -> setting(written);
      case Hint.Ended(ProcessId process) -> {
        GuestId id = processes.get(process);
        if (id != null) {
          look(id);
        }
      }
      case Hint.Everything(String why) -> {
        totals.overflowed();
        sweep(why);
      }
    }
  }

  /** The guest whose directory it is, or is in; otherwise a partition. */
  private void setting(Hint.Setting written) {
    String path = written.cgroup().path();
    for (String at = path;
        at.length() > 1;
        at = at.substring(0, Math.max(1, at.lastIndexOf('/')))) {
      GuestId id = cgroups.get(at);
      if (id != null) {
        Tracked guest = track(id);
        written
            .writer()
            .ifPresent(
                pid -> guest.writers = with(guest.writers, written.file() + " by process " + pid));
        look(id);
        return;
      }
    }
    partitionsDirty = true;
  }

  private static Set<String> with(Set<String> some, String one) {
    Set<String> more = new TreeSet<>(some);
    more.add(one);
    return more;
  }

  private Tracked track(GuestId id) {
    return guests.computeIfAbsent(
        id,
        _ -> {
          dirty.add(id);
          return new Tracked(id, time.wall());
        });
  }

  private void look(GuestId id) {
    Tracked guest = track(id);
    guest.dirty = true;
    dirty.add(id);
  }

  // documents

  private void scan() {
    if (scanning || (!scanAll && scanSome.isEmpty())) {
      return;
    }
    scanning = true;
    Optional<Set<String>> only = scanAll ? Optional.empty() : Optional.of(Set.copyOf(scanSome));
    Set<String> again = documents.again(time.nanos());
    scanAll = false;
    scanSome.clear();
    lanes.scan(() -> queue.add(new Event.Scanned(scanSafely(only, again))));
  }

  private Scan scanSafely(Optional<Set<String>> only, Set<String> again) {
    try {
      return scanner.scan(only, again);
    } catch (RuntimeException | Error e) {
      LOG.error("internal error", e);
      return new Scan(
          true,
          false,
          Optional.empty(),
          List.of(),
          new TreeSet<>(),
          List.of(),
          Optional.of(Reasons.of(e)));
    }
  }

  private void scanned(Scan scan) {
    scanning = false;
    if (scan.trouble().isPresent()) {
      trouble("source", scan.trouble().get());
    } else if (!scan.present()) {
      trouble("source", source.name() + " does not exist; guests stay as they are");
    } else {
      noTrouble("source");
    }
    follow(documents.apply(scan, time.nanos(), time.wall()));
  }

  private void follow(Documents.Change change) {
    for (GuestId id : change.guests) {
      Tracked guest = track(id);
      guest.stale |= guest.looking;
      guest.notBefore = Long.MIN_VALUE; // another document, another try
      approved.remove(id);
      look(id);
    }
    if (change.partitions) {
      partitionsDirty = true;
      everybody().forEach(this::look);
    }
    for (String name : change.told) {
      documents
          .file(name)
          .ifPresentOrElse(
              file ->
                  file.problems().stream()
                      .findFirst()
                      .ifPresent(p -> LOG.warn("{}: {}", p.at(), p.message())),
              () -> LOG.info("{}: counts again", name));
    }
    if (!change.keep.isEmpty()) {
      keep(change.keep);
    }
  }

  private void keep(SortedMap<String, byte[]> contents) {
    contents.keySet().forEach(unkept::remove);
    lanes.state(() -> {
      SortedMap<String, byte[]> left = new TreeMap<>();
      String failure = "";
      for (Map.Entry<String, byte[]> entry : contents.entrySet()) {
        try {
          Optional<byte[]> kept = machine.lastGood().get(entry.getKey());
          if (kept.filter(k -> Arrays.equals(k, entry.getValue())).isEmpty()) {
            machine.lastGood().put(entry.getKey(), entry.getValue());
          }
        } catch (IOException e) {
          left.put(entry.getKey(), entry.getValue());
          failure = Reasons.of(e);
        }
      }
      queue.add(new Event.Kept(left, failure));
    });
  }

  private void keepNoMore(Set<String> files) {
    files.forEach(unkept::remove);
    lanes.state(() -> {
      String failure = "";
      for (String file : files) {
        try {
          machine.lastGood().remove(file);
        } catch (IOException e) {
          failure = Reasons.of(e);
        }
      }
      queue.add(new Event.Kept(new TreeMap<>(), failure));
    });
  }

  // looks

  private void lookAtDirty(long now) {
    if (!documents.listed()) {
      return;
    }
    List<GuestId> due = new ArrayList<>();
    for (GuestId id : List.copyOf(dirty)) {
      Tracked guest = track(id);
      if (guest.looking || guest.working) {
        continue;
      }
      dirty.remove(id);
      if (now - guest.notBefore < 0 && guest.notBefore != Long.MIN_VALUE) {
        later(guest, guest.notBefore);
        continue;
      }
      due.add(id);
    }
    List<GuestId> many = new ArrayList<>();
    for (GuestId id : due) {
      boolean silent = track(id).state.filter(Running.State.SILENT::equals).isPresent();
      if (due.size() <= FEW || silent) {
        lookAt(List.of(id));
      } else {
        many.add(id);
      }
    }
    for (int i = 0; i < many.size(); i += TOGETHER) {
      lookAt(many.subList(i, Math.min(many.size(), i + TOGETHER)));
    }
  }

  private void later(Tracked guest, long at) {
    if (guest.timer.isEmpty() || guest.timer.getAsLong() != at) {
      guest.timer = OptionalLong.of(at);
      timers.add(new Timer(at, guest.id));
    }
  }

  private void lookAt(Collection<GuestId> some) {
    SortedSet<GuestId> ids = new TreeSet<>(some);
    for (GuestId id : ids) {
      Tracked guest = track(id);
      guest.looking = true;
      guest.stale = false;
      guest.dirty = false;
    }
    Desired asked =
        documents.withLast(ids, ids.stream().filter(id -> documents.of(id).isEmpty()).toList());
    lanes.look(() -> {
      try {
        Actual actual = machine.look(asked, records.of(ids), records.partitions());
        queue.add(new Event.Looked(ids, asked, Optional.of(actual), ""));
      } catch (IOException | RuntimeException | Error e) {
        if (!(e instanceof IOException)) {
          LOG.error("internal error", e);
        }
        queue.add(new Event.Looked(ids, asked, Optional.empty(), Reasons.of(e)));
      }
    });
  }

  private void looked(Event.Looked looked) {
    SortedSet<GuestId> usable = new TreeSet<>();
    for (GuestId id : looked.guests()) {
      Tracked guest = track(id);
      guest.looking = false;
      if (guest.stale) {
        look(id);
      } else if (looked.actual().isEmpty()) {
        failed(guest, looked.failure());
      } else {
        usable.add(id);
      }
    }
    if (usable.isEmpty() || ending) {
      return;
    }
    long began = System.nanoTime();
    try {
      decide(usable, looked.actual().orElseThrow());
    } catch (RuntimeException | AssertionError | IOException e) {
      if (usable.size() > 1) { // one of them: each by itself
        usable.forEach(id -> lookAt(List.of(id)));
      } else {
        LOG.error("{}: internal error", usable.first(), e);
        failed(track(usable.first()), Reasons.of(e));
      }
    }
    totals.looked(looked.guests().size(), System.nanoTime() - began);
  }

  private void decide(SortedSet<GuestId> ids, Actual seen) throws IOException {
    Map<GuestId, ActualGuest> there = new HashMap<>(seen.guests());
    there.keySet().retainAll(ids);
    Actual actual = of(seen, there);
    for (GuestId id : ids) {
      notice(track(id), Optional.ofNullable(there.get(id)));
    }
    PlanOptions options = machine.options(time);
    for (GuestId id : ids) {
      options = track(id).restart ? options.restarting(id) : options;
    }
    Plan plan = Planner.plan(documents.inForce(ids), actual, options);
    if (plan.guests().stream().anyMatch(Reconciler::mayStop)) { // only then all others count
      options = options.among(census(ids));
      plan = Planner.plan(documents.inForce(ids), actual, options);
    }
    Set<GuestId> held =
        plan.guests().stream()
            .filter(Planner::isStopHeld)
            .map(PlannedGuest::id)
            .collect(Collectors.toSet());
    Set<GuestId> away = held.stream().filter(documents::isGone).collect(Collectors.toSet());
    Plan instead =
        away.isEmpty() ? plan : Planner.plan(documents.withLast(ids, away), actual, options);
    Map<GuestId, PlannedGuest> planned = new HashMap<>();
    instead.guests().forEach(g -> planned.put(g.id(), g));
    Map<GuestId, PlannedGuest> first = new HashMap<>();
    plan.guests().forEach(g -> first.put(g.id(), g));
    for (GuestId id : ids) {
      PlannedGuest guest = planned.get(id);
      if (guest == null) {
        forget(track(id));
      } else {
        decide(
            track(id),
            guest,
            instead,
            held.contains(id) ? Optional.ofNullable(first.get(id)) : Optional.empty());
      }
    }
  }

  private static boolean mayStop(PlannedGuest guest) {
    return (guest.action() == Action.STOP && guest.interrupts()) || Planner.isStopHeld(guest);
  }

  private static Actual of(Actual seen, Map<GuestId, ActualGuest> some) {
    return new Actual(
        seen.host(),
        new TreeMap<>(some),
        seen.parent(),
        seen.partitions(),
        seen.remembered(),
        seen.devices(),
        seen.foreign(),
        seen.refusals(),
        seen.firmware());
  }

  /** What a look has shown, whatever follows. */
  private void notice(Tracked guest, Optional<ActualGuest> there) {
    Optional<Running> running = there.flatMap(ActualGuest::running);
    Optional<ProcessId> process = running.map(Running::process);
    if (!process.equals(guest.process)) {
      guest.process.ifPresent(processes::remove);
      process.ifPresent(p -> {
        processes.put(p, guest.id);
        exits.ifPresent(e -> e.follow(p));
      });
      guest.process = process;
    }
    guest.state = running.map(Running::state);
    guest.file = documents.condition(guest.id);
    String path = there.map(t -> t.cgroup().path()).orElse("");
    if (!path.equals(guest.cgroup)) {
      leaveCgroup(guest);
      guest.cgroup = path;
      if (!path.isEmpty()) {
        cgroups.put(path, guest.id);
        settings.ifPresent(s -> s.follow(path));
      }
    }
  }

  private void leaveCgroup(Tracked guest) {
    if (!guest.cgroup.isEmpty()) {
      cgroups.remove(guest.cgroup, guest.id);
      String left = guest.cgroup;
      settings.ifPresent(s -> s.leave(left));
    }
  }

  private Census census(Set<GuestId> asked) {
    long now = time.nanos();
    boolean anyHeld =
        guests.values().stream().anyMatch(t -> t.sync == GuestCondition.Sync.STOP_HELD);
    while (!anyHeld && !stopsLately.isEmpty() && now - stopsLately.peek() > LATELY) {
      stopsLately.poll();
    }
    long running =
        records.guests().stream()
            .filter(r -> r.process().isPresent() && !endedInside(track(r.id())))
            .count();
    long others =
        records.guests().stream()
            .filter(r -> r.process().isPresent() && !asked.contains(r.id()))
            .filter(r -> !approved.contains(r.id()) && documents.of(r.id()).isEmpty())
            .filter(r -> !track(r.id()).working && !endedInside(track(r.id())))
            .count();
    return new Census(
        documents.present() ? documents.size() : 0,
        running + stopsLately.size(),
        others + stopsLately.size(),
        approved);
  }

  private static boolean endedInside(Tracked guest) {
    return guest
        .state
        .filter(s -> s == Running.State.POWERED_OFF || s == Running.State.CRASHED)
        .isPresent();
  }

  /** Forgets a guest of which nothing is left. */
  private void forget(Tracked guest) {
    leaveCgroup(guest);
    guest.process.ifPresent(processes::remove);
    guests.remove(guest.id);
    dirty.remove(guest.id);
    conditions.remove(guest.id);
    approved.remove(guest.id);
    answer(guest, Optional.of("it is gone"));
    Set<String> files = documents.letGo(guest.id);
    if (!files.isEmpty()) {
      keepNoMore(files);
    }
  }

  private void decide(
      Tracked guest, PlannedGuest planned, Plan plan, Optional<PlannedGuest> stopHeld) {
    Optional<GuestRecord> before = records.of(guest.id);
    if (guest.restart) {
      boolean going = planned.action() == Action.RESTART;
      answer(guest, going ? Optional.empty() : Optional.of(planned.reason()));
      guest.restart = false;
    }
    boolean nothing = planned.steps().isEmpty() && planned.record().equals(before);
    if (nothing
        && planned.record().isEmpty()
        && planned.action() == Action.NONE
        && documents.of(guest.id).isEmpty()) {
      forget(guest);
      return;
    }
    if (nothing) {
      guest.failures = 0;
      guest.writers = Set.of();
      guest.failure = planned.record().flatMap(GuestRecord::failure);
      settle(guest, planned, stopHeld);
      return;
    }
    if (paused) {
      tell(guest, GuestCondition.Sync.PAUSED, "something is to be done, and the daemon is paused");
      return;
    }
    boolean drift = planned.action() == Action.REPAIR;
    if (drift && guest.fight.isOn(time.nanos())) {
      tell(
          guest,
          GuestCondition.Sync.FOUGHT_OVER,
          "others changed what vcg put back "
              + guest.fight.repairs()
              + " times; it waits before it does so again"
              + writers(guest));
      guest.nextTry = Optional.of(wallAt(guest.fight.notBefore()));
      later(guest, guest.fight.notBefore());
      return;
    }
    if (drift) {
      guest.fight.repaired(time.nanos(), random);
      tellDrift(guest, planned);
    }
    guest.writers = Set.of();
    if (planned.action() == Action.STOP && planned.interrupts()) {
      stopsLately.add(time.nanos());
    }
    perform(guest, planned, plan, before);
  }

  private Instant wallAt(long nanos) {
    return time.wall().plusNanos(Math.max(0, nanos - time.nanos()));
  }

  private static String writers(Tracked guest) {
    return guest.writers.isEmpty() ? "" : ", last " + String.join(", ", guest.writers);
  }

  private void tellDrift(Tracked guest, PlannedGuest planned) {
    String writers = writers(guest);
    for (Change step : planned.steps()) {
      switch (step) {
        case Change.WriteSetting w -> {
          guest.drifts++;
          totals.drift(guest.id.name(), w.cgroup().hierarchy(), w.target());
          LOG.warn(
              "{}: {}/{} was changed: {} → {}{}",
              guest.id,
              w.cgroup(),
              w.target(),
              w.from(),
              w.to(),
              writers);
        }
        case Change.MoveProcess m -> {
          guest.drifts++;
          totals.drift(guest.id.name(), m.cgroup().hierarchy(), "cgroup.procs");
          LOG.warn("{}: its process was moved out of {}{}", guest.id, m.cgroup(), writers);
        }
        case Change.MoveThread m -> {
          guest.drifts++;
          totals.drift(guest.id.name(), m.cgroup().hierarchy(), "threads");
          LOG.warn("{}: thread {} was moved out of {}", guest.id, m.thread(), m.cgroup());
        }
        case Change.SetScheduler s -> {
          guest.drifts++;
          totals.drift(guest.id.name(), "cpu", "scheduler");
          LOG.warn("{}: {} was scheduled as {}, not as {}", guest.id, s.thread(), s.from(), s.to());
        }
        case Change.AttachDevices a -> {
          guest.drifts++;
          totals.drift(guest.id.name(), a.cgroup().hierarchy(), "devices");
          LOG.warn("{}: the device program of {} was removed or replaced", guest.id, a.cgroup());
        }
        default -> LOG.info("{}: {}", guest.id, step);
      }
    }
  }

  private void perform(
      Tracked guest, PlannedGuest planned, Plan plan, Optional<GuestRecord> before) {
    guest.working = true;
    guest.stopping = planned.steps().stream().anyMatch(Change.StopGuest.class::isInstance);
    working++;
    tell(guest, GuestCondition.Sync.WORKING, doing(planned));
    List<PlannedPartition> needed = OneGuest.partitions(plan, planned).toList();
    Runnable work = () -> queue.add(perform(needed, planned, before));
    if (planned.steps().isEmpty()) {
      lanes.state(work);
    } else if (guest.stopping) {
      lanes.stop(work);
    } else if (Applier.takesTime(planned)) {
      lanes.start(work);
    } else {
      lanes.change(work);
    }
  }

  private Event perform(
      List<PlannedPartition> needed, PlannedGuest planned, Optional<GuestRecord> before) {
    try {
      return new Event.Done(planned, applier.apply(needed, planned, before), false);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Event.Done(planned, Optional.empty(), true);
    } catch (RuntimeException | Error e) {
      LOG.error("{}: internal error", planned.id(), e);
      Outcome.Result result =
          new Outcome.Result(planned.id().name(), 0, Optional.of(Reasons.of(e)));
      return new Event.Done(planned, Optional.of(result), false);
    }
  }

  private static String doing(PlannedGuest planned) {
    String what =
        switch (planned.action()) {
          case START -> "is being started";
          case STOP -> "is being stopped";
          case RESTART -> "is being restarted";
          case LIVE, REPAIR, HOLD, NONE -> "is being changed";
        };
    return planned.reason().isEmpty() ? what : what + ": " + planned.reason();
  }

  private void done(Event.Done done) {
    Tracked guest = track(done.planned().id());
    guest.working = false;
    working--;
    if (done.interrupted()) {
      return;
    }
    Optional<String> failure = done.result().flatMap(Outcome.Result::failure);
    if (failure.isPresent()) {
      totals.failed();
      failed(guest, failure.get());
    } else {
      if (done.result().isPresent() && !done.planned().steps().isEmpty()) {
        totals.succeeded(1);
      }
      done.result().ifPresent(r -> r.notes().forEach(n -> LOG.warn("{}: {}", guest.id, n)));
      guest.failures = 0;
      guest.nextTry = Optional.empty();
      boolean again =
          done.planned().action() == Action.START && done.planned().reason().contains("ended");
      if (again) {
        totals.restarted(done.planned().reason());
      }
      if (done.planned().action() != Action.REPAIR
          && done.planned().action() != Action.LIVE
          && !done.planned().steps().isEmpty()) {
        partitionsDirty = true;
        partitionsNotBefore = time.nanos() + PARTITIONS_REST;
      }
    }
    look(guest.id);
  }

  /** Tried again, later each time. */
  private void failed(Tracked guest, String why) {
    guest.failures++;
    guest.failure = Optional.of(why);
    long at = time.nanos() + Backoff.after(guest.failures, random);
    guest.notBefore = at;
    guest.nextTry = Optional.of(wallAt(at));
    LOG.warn(
        "{}: {}; is tried again in {} s", guest.id, why, (at - time.nanos()) / 1_000_000_000.0);
    tell(guest, GuestCondition.Sync.FAILED, why);
    guest.dirty = true;
    dirty.add(guest.id);
    later(guest, at);
  }

  private void settle(Tracked guest, PlannedGuest planned, Optional<PlannedGuest> stopHeld) {
    guest.nextTry = Optional.empty();
    if (stopHeld.isPresent()) {
      if (guest.sync != GuestCondition.Sync.STOP_HELD) {
        totals.stopHeld();
      }
      String why = documents.isGone(guest.id) ? "its file is gone" : "its file asks for shutoff";
      tell(
          guest,
          GuestCondition.Sync.STOP_HELD,
          stopHeld.get().reason().startsWith(why)
              ? stopHeld.get().reason()
              : why + ", and too many would stop; vcg approve allows it",
          stopHeld.get().at());
      return;
    }
    boolean due =
        planned.differences().stream()
            .anyMatch(d -> d.interruption() == Difference.Interruption.RESTART);
    if (planned.action() == Action.HOLD && planned.reason().startsWith(Attempt.LOOP)) {
      documents.of(guest.id).stream()
          .flatMap(r -> r.guest().stream())
          .findFirst()
          .ifPresent(g -> {
            records
                .of(guest.id)
                .flatMap(GuestRecord::attempt)
                .map(a -> a.left(g.uuid(), time.wall()).plusMillis(1))
                .ifPresent(left -> {
                  guest.nextTry = Optional.of(time.wall().plus(left));
                  later(guest, time.nanos() + left.toNanos());
                });
          });
      tell(guest, GuestCondition.Sync.CRASH_LOOP, planned.reason(), planned.at());
    } else if (due) {
      tell(guest, GuestCondition.Sync.RESTART_DUE, planned.reason(), planned.at());
    } else if (planned.action() == Action.HOLD) {
      String drift =
          planned.differences().stream()
              .filter(d -> d.cause() == Difference.Cause.DRIFT)
              .map(d -> d.field() + " " + d.before() + " instead of " + d.after())
              .collect(Collectors.joining(", "));
      String reason = planned.reason() + (drift.isEmpty() ? "" : ": " + drift);
      if (!drift.isEmpty() && !reason.equals(guest.reason)) {
        guest.drifts++;
      }
      tell(guest, GuestCondition.Sync.HELD, reason, planned.at());
    } else {
      tell(guest, GuestCondition.Sync.IN_SYNC, planned.reason(), planned.at());
    }
  }

  private void tell(Tracked guest, GuestCondition.Sync sync, String reason) {
    tell(guest, sync, reason, Optional.empty());
  }

  private void tell(
      Tracked guest, GuestCondition.Sync sync, String reason, Optional<vcg.model.Location> at) {
    boolean same = guest.sync == sync && guest.reason.equals(reason);
    if (guest.sync != sync) {
      guest.since = time.wall();
    }
    if (!same) {
      switch (sync) {
        case IN_SYNC, WORKING, FAILED -> LOG.info("{}: {} {}", guest.id, sync, reason);
        case HELD, STOP_HELD, RESTART_DUE, CRASH_LOOP, FOUGHT_OVER, PAUSED ->
            LOG.warn("{}: {}: {}", guest.id, sync, reason);
      }
    }
    guest.sync = sync;
    guest.reason = reason;
    guest.at = at;
    conditions.put(guest.id, guest.condition());
    changed = true;
  }

  // partitions

  private void lookAbove(long now) {
    if (!partitionsDirty
        || partitionsBusy
        || !documents.listed()
        || now - partitionsNotBefore < 0) {
      return;
    }
    partitionsDirty = false;
    boolean runs = guests.values().stream().anyMatch(t -> t.process.isPresent());
    if (documents.size() == 0 && runs) { // perhaps not mounted: partitions stay, as guests do
      return;
    }
    partitionsBusy = true;
    Desired asked = documents.inForce(List.of());
    List<String> paths = records.guests().stream().map(GuestRecord::cgroup).toList();
    lanes.look(() -> {
      try {
        Actual actual = machine.partitions(asked, paths, records.partitions());
        queue.add(new Event.LookedAbove(asked, Optional.of(actual), ""));
      } catch (IOException | RuntimeException | Error e) {
        queue.add(new Event.LookedAbove(asked, Optional.empty(), Reasons.of(e)));
      }
    });
  }

  private void lookedAbove(Event.LookedAbove looked) {
    if (looked.actual().isEmpty()) {
      partitionsFailed(looked.failure());
      return;
    }
    Actual actual = looked.actual().get();
    List<PlannedPartition> todo;
    try {
      Set<String> needed = new TreeSet<>();
      for (GuestRecord record : records.guests()) {
        Tracked guest = guests.get(record.id());
        if (guest != null && (guest.process.isPresent() || guest.working)) {
          needed.addAll(actual.host().layout().above(record.cgroup()));
        }
      }
      todo =
          Planner.partitions(looked.asked(), actual, machine.options(time), needed).stream()
              .filter(p -> !p.steps().isEmpty() || !p.after().isEmpty() || isNews(p))
              .toList();
    } catch (RuntimeException | AssertionError | IOException e) {
      LOG.error("internal error", e);
      partitionsFailed(Reasons.of(e));
      return;
    }
    if (todo.isEmpty() || paused || ending) {
      partitionsBusy = false;
      partitionFailures = 0;
      noTrouble("partitions");
      return;
    }
    tellDrift(todo);
    Set<String> paths = todo.stream().map(PlannedPartition::path).collect(Collectors.toSet());
    lanes.change(() -> {
      try {
        queue.add(new Event.PartitionsDone(paths, applier.apply(todo), ""));
      } catch (RuntimeException | Error e) {
        LOG.error("internal error", e);
        queue.add(new Event.PartitionsDone(paths, new Outcome(List.of()), Reasons.of(e)));
      }
    });
  }

  /** Whether nothing but what is remembered of it changes. */
  private boolean isNews(PlannedPartition planned) {
    return !planned
        .record()
        .equals(Optional.ofNullable(records.partitions().declared().get(planned.path())));
  }

  private void tellDrift(List<PlannedPartition> todo) {
    for (PlannedPartition partition : todo) {
      if (partition.action() == PlannedPartition.Action.REPAIR) {
        for (Change step : partition.steps()) {
          if (step instanceof Change.WriteSetting w) {
            totals.drift(partition.path(), w.cgroup().hierarchy(), w.target());
            LOG.warn("{}/{} was changed: {} → {}", w.cgroup(), w.target(), w.from(), w.to());
          }
        }
      }
    }
  }

  private void partitionsDone(Event.PartitionsDone done) {
    Optional<String> failure =
        done.outcome().results().stream()
            .flatMap(r -> r.failure().map(f -> "partition " + r.subject() + ": " + f).stream())
            .findFirst()
            .or(() -> Optional.of(done.failure()).filter(f -> !f.isEmpty()));
    if (failure.isPresent()) {
      totals.failed();
      partitionsFailed(failure.get());
      return;
    }
    totals.succeeded(done.outcome().results().size());
    partitionsBusy = false;
    partitionFailures = 0;
    partitionsDirty = true; // until there is nothing to do
    noTrouble("partitions");
  }

  private void partitionsFailed(String why) {
    partitionsBusy = false;
    partitionsDirty = true;
    partitionFailures++;
    partitionsNotBefore = time.nanos() + Backoff.after(partitionFailures, random);
    trouble("partitions", why);
  }

  // what operators ask for, in the thread that decides

  private GuestId find(String word) throws Control.Refused {
    List<GuestId> meant =
        everybody().stream()
            .filter(id -> id.name().equals(word) || id.fileName().equals(word))
            .toList();
    if (meant.size() == 1) {
      return meant.getFirst();
    }
    throw new Control.Refused(
        meant.isEmpty()
            ? "no guest " + word
            : word
                + " is the name of several guests; say "
                + meant.stream().map(GuestId::fileName).collect(Collectors.joining(" or ")));
  }

  List<GuestId> approve(Optional<String> word) throws Control.Refused {
    List<GuestId> held = new ArrayList<>();
    if (word.isPresent()) {
      GuestId id = find(word.get());
      if (track(id).sync != GuestCondition.Sync.STOP_HELD) {
        throw new Control.Refused("no stop of " + id + " is held");
      }
      held.add(id);
    } else {
      guests.values().stream()
          .filter(t -> t.sync == GuestCondition.Sync.STOP_HELD)
          .map(t -> t.id)
          .filter(id -> records.of(id).filter(GuestRecord::protect).isEmpty())
          .sorted()
          .forEach(held::add);
    }
    approved.addAll(held);
    held.forEach(id -> {
      LOG.info("{}: its stop is approved", id);
      look(id);
    });
    return held;
  }

  void pause(boolean now) {
    if (paused != now) {
      LOG.info(now ? "paused" : "resumed");
    }
    paused = now;
    sweep(now ? "paused" : "resumed");
    changed = true;
  }

  GuestId restart(String word, CompletableFuture<Optional<String>> decided) throws Control.Refused {
    if (paused) {
      throw new Control.Refused("the daemon is paused");
    }
    GuestId id = find(word);
    Tracked guest = track(id);
    if (documents.of(id).isEmpty()) {
      throw new Control.Refused(id + " has no file");
    }
    answer(guest, Optional.of("asked for again"));
    guest.restart = true;
    guest.asked = Optional.of(decided);
    guest.notBefore = Long.MIN_VALUE;
    look(id);
    return id;
  }

  void reload() {
    guests.values().forEach(t -> t.notBefore = Long.MIN_VALUE);
    sweep("an operator asked");
  }

  void plan(CompletableFuture<Plan> answer) {
    Desired desired = documents.inForce();
    Census census = census(everybody());
    lanes.look(() -> {
      try {
        List<GuestRecord> all = records.guests();
        Actual seen = machine.look(desired, all, records.partitions());
        Actual above =
            machine.partitions(
                desired, all.stream().map(GuestRecord::cgroup).toList(), records.partitions());
        Actual actual =
            new Actual(
                seen.host(),
                seen.guests(),
                seen.parent(),
                above.partitions(),
                seen.remembered(),
                seen.devices(),
                above.foreign(),
                seen.refusals(),
                seen.firmware());
        answer.complete(Planner.plan(desired, actual, machine.options(time).among(census)));
      } catch (IOException | RuntimeException | Error e) {
        answer.completeExceptionally(new Control.Refused(Reasons.of(e)));
      }
    });
  }

  private static void answer(Tracked guest, Optional<String> refusal) {
    guest.asked.ifPresent(a -> a.complete(refusal));
    guest.asked = Optional.empty();
  }

  /** Finishes what ends soon, and begins nothing more. */
  void end() throws InterruptedException {
    ending = true;
    long deadline = time.nanos() + ENDING;
    while (guests.values().stream().anyMatch(t -> t.working && !t.stopping)
        && time.nanos() - deadline < 0) {
      Event event = queue.poll(100, TimeUnit.MILLISECONDS);
      if (event instanceof Event.Done done) {
        done(done);
      }
    }
    settings.ifPresent(SettingWatch::close);
    exits.ifPresent(ExitWatch::close);
  }

  /** Waits until there is something in the queue. */
  void await(long nanos) throws InterruptedException {
    Event event = queue.poll(nanos, TimeUnit.NANOSECONDS);
    if (event != null) {
      take(event);
    }
  }

  /** All documents in force. */
  Desired inForce() {
    return documents.inForce();
  }

  // what any thread may ask for

  DaemonStatus status() {
    Published now = published;
    return new DaemonStatus(
        source.name(),
        started,
        now.ready(),
        now.paused(),
        now.lastLook(),
        now.working(),
        now.troubles(),
        List.copyOf(conditions.values()),
        now.files());
  }

  Counters counters() {
    return totals.counters();
  }

  AutoCloseable onChange(Consumer<DaemonStatus> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** What is published of the daemon itself. */
  private record Published(
      boolean ready,
      boolean paused,
      Optional<Instant> lastLook,
      int working,
      List<String> troubles,
      List<FileCondition> files) {}

  private void publish() {
    if (!changed) {
      return;
    }
    published =
        new Published(
            ready,
            paused,
            lastLook,
            working,
            List.copyOf(troubles.values()),
            documents.conditions());
    long now = time.nanos();
    if (now - publishedAt >= BETWEEN_NEWS) {
      changed = false;
      publishedAt = now;
      if (!listeners.isEmpty()) {
        DaemonStatus status = status();
        listeners.forEach(l -> l.accept(status));
      }
    }
  }
}
