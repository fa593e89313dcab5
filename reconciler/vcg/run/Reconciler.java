package vcg.run;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vcg.cgroup.Group;
import vcg.cgroup.Knob;
import vcg.guest.Watches;
import vcg.model.Desired;
import vcg.model.Driver;
import vcg.model.GuestId;
import vcg.model.GuestRecord;
import vcg.model.Hint;
import vcg.model.Plan;
import vcg.model.ProcessId;
import vcg.model.Usage;

/**
 * Decides what is done next, and when. One thread calls {@link #turn}; what takes time is done in
 * {@link Lanes}, which put what became of it into the queue. Every decision is made from documents
 * as they were last listed and from a look at the guest that is younger than the reason to look.
 */
final class Reconciler {
  private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

  private static final long ENDING = TimeUnit.SECONDS.toNanos(5);

  private final Tools tools;
  private final Life life = new Life();
  private final Sight sight;
  private final Guests guests;
  private final StopGuard guard;
  private final Drifts drifts;
  private final PartitionWork partitions;
  private final Keep keep;
  private final TouchUps touchUps;
  private final Scans scans;
  private final Work work;
  private final Looks looks;
  private final Requests requests;
  private final News news;
  private final Consumer<Moment> moments;
  private final long sweepNanos;
  private long nextSweep;
  private boolean sweeping = true;

  Reconciler(
      Machine machine,
      Source source,
      Watches watches,
      Lanes lanes,
      Time time,
      RandomGenerator random,
      Duration sweep,
      Consumer<Moment> moments)
      throws IOException {
    this.moments = moments;
    this.sweepNanos = sweep.toNanos();
    Remembered records = Remembered.of(machine.records());
    tools =
        new Tools(
            machine,
            watches,
            lanes,
            time,
            random,
            records,
            machine.applier(records),
            new Documents(source.name()),
            new LinkedBlockingQueue<>(),
            new Totals());
    sight = new Sight(tools, life);
    guests = new Guests(tools, life, sight);
    guard = new StopGuard(tools, guests);
    drifts = new Drifts(tools, guests);
    partitions = new PartitionWork(tools, life, guests, drifts);
    keep = new Keep(tools, life);
    touchUps = new TouchUps(tools, life, guests, drifts);
    scans = new Scans(tools, life, source, guests, guard, partitions, keep, touchUps);
    Retries retries = new Retries(tools, guests);
    work = new Work(tools, life, guests, retries, partitions);
    Verdicts verdicts = new Verdicts(tools, guests);
    Decisions decisions = new Decisions(tools, life, guests, guard, drifts, verdicts, work, keep);
    looks = new Looks(tools, life, guests, retries, decisions);
    requests = new Requests(tools, life, guests, guard);
    news = new News(tools, life, guests, source.name());
    nextSweep = time.nanos() + sweepNanos;
  }

  /** Any thread may say where to look. */
  void hint(Hint hint) {
    tools.queue().add(new Event.Hinted(hint));
  }

  /** Any thread may say that a file may have changed, or, where it is empty, that any may. */
  void changed(Optional<String> file) {
    scans.changed(file);
  }

  /** Any thread may have something done by the thread that decides. */
  void ask(Runnable work) {
    tools.queue().add(new Event.Asked(work));
  }

  LinkedBlockingQueue<Event> queue() {
    return tools.queue();
  }

  /** Begins to watch, where that can be had, and to look at everything. */
  void begin() {
    sight.open(guests.all());
    tools.records().guests().forEach(r -> guests.track(r.id()));
  }

  /**
   * Does what is to be done now.
   *
   * @return nanoseconds until there is something to do again, unless the queue gets something
   */
  long turn() {
    for (Event event = tools.queue().poll(); event != null; event = tools.queue().poll()) {
      take(event);
    }
    long now = tools.time().nanos();
    if (now - nextSweep >= 0) {
      sweep("sweep");
    }
    scans.turn(now);
    guests.wake(now);
    looks.turn(now);
    partitions.turn(now);
    finishSweep();
    news.turn();
    return untilNext();
  }

  private long untilNext() {
    long next =
        Stream.of(scans.next(), guests.nextTimer(), partitions.next(), news.next())
            .flatMapToLong(OptionalLong::stream)
            .reduce(nextSweep, Math::min);
    return Math.max(0, next - tools.time().nanos());
  }

  /** Looks at everything, whatever was seen so far. */
  private void sweep(String why) {
    LOG.debug("{}", why);
    long soonest = sweepNanos - sweepNanos / 10;
    nextSweep = tools.time().nanos() + soonest + tools.random().nextLong(sweepNanos / 5);
    tools.totals().swept();
    sweeping = true;
    scans.everything();
    sight.open(guests.all());
    try {
      tools.machine().refresh();
      life.noTrouble("host");
    } catch (IOException e) {
      life.trouble("host", Reasons.of(e));
    }
    keep.again();
    guests.everybody().forEach(guests::lookInTurn);
    partitions.look();
  }

  private void finishSweep() {
    boolean busy =
        scans.isBusy()
            || guests.isAnyDirty()
            || partitions.isBusy()
            || !tools.documents().listed()
            || (!life.ready && life.working > 0);
    if (!sweeping || busy || guests.all().stream().anyMatch(t -> t.looking)) {
      return;
    }
    sweeping = false;
    life.changed = true;
    life.lastLook = Optional.of(tools.time().wall());
    if (!life.ready) {
      life.ready = true;
      LOG.info("ready: {} guests", guests.all().size());
    }
    moments.accept(new Moment.Ready());
    moments.accept(new Moment.Summary(news.summary()));
  }

  private void take(Event event) {
    switch (event) {
      case Event.Hinted(Hint hint) -> take(hint);
      case Event.Scanned(Scan scan) -> scans.scanned(scan);
      case Event.Looked looked -> looks.looked(looked);
      case Event.LookedAbove looked -> partitions.looked(looked);
      case Event.Done done -> work.done(done);
      case Event.TouchedUp done -> touchUps.done(done);
      case Event.PartitionsDone done -> partitions.done(done);
      case Event.Kept kept -> keep.kept(kept);
      case Event.Asked(Runnable work) -> work.run();
    }
  }

  private void take(Hint hint) {
    switch (hint) {
      case Hint.Setting written when isAContainersOwn(written) -> {} // a container's own affair
      case Hint.Setting written ->
          guests
              .at(written.cgroup().path())
              .ifPresentOrElse(
                  id -> {
                    drifts.wrote(guests.track(id), written);
                    guests.look(id);
                    touchUps.written(guests.track(id), written);
                  },
                  partitions::look);
      case Hint.Ended(ProcessId process) -> guests.of(process).ifPresent(guests::look);
      case Hint.Told(ProcessId process) -> guests.of(process).ifPresent(guests::look);
      case Hint.Everything(String why) -> {
        tools.totals().overflowed();
        sweep(why);
      }
    }
  }

  /** Of the cgroups that a container sees only what vcg has set itself is of interest. */
  private boolean isAContainersOwn(Hint.Setting written) {
    String path = written.cgroup().path();
    Optional<GuestId> container = guests.at(path).filter(id -> id.driver() == Driver.LXC);
    if (container.isEmpty()) {
      return false;
    }
    String own = guests.track(container.get()).cgroup + "/" + Group.CONTAINER;
    return path.equals(own)
        ? Arrays.stream(Knob.values())
            .filter(knob -> knob.isIn(Group.Kind.CONTAINER))
            .noneMatch(knob -> knob.spelling(written.file()).isPresent())
        : path.startsWith(own + "/");
  }

  List<GuestId> approve(Optional<String> word) throws Control.Refused {
    return guard.approve(word);
  }

  void pause(boolean now) {
    if (life.paused != now) {
      LOG.info(now ? "paused" : "resumed");
    }
    life.paused = now;
    sweep(now ? "paused" : "resumed");
    life.changed = true;
  }

  GuestId restart(String word, CompletableFuture<Optional<String>> decided) throws Control.Refused {
    return requests.restart(word, decided);
  }

  void reload() {
    requests.retryAll();
    sweep("an operator asked");
  }

  void plan(CompletableFuture<Plan> answer) {
    requests.plan(answer);
  }

  /** Finishes what ends soon, and begins nothing more. */
  void end() throws InterruptedException {
    life.ending = true;
    long deadline = tools.time().nanos() + ENDING;
    while (guests.all().stream().anyMatch(t -> t.working && !t.stopping)
        && tools.time().nanos() - deadline < 0) {
      Event event = tools.queue().poll(100, TimeUnit.MILLISECONDS);
      if (event instanceof Event.Done || event instanceof Event.TouchedUp) {
        take(event);
      }
    }
    sight.close();
  }

  /** Waits until there is something in the queue. */
  void await(long nanos) throws InterruptedException {
    Event event = tools.queue().poll(nanos, TimeUnit.NANOSECONDS);
    if (event != null) {
      take(event);
    }
  }

  /** All documents in force. */
  Desired inForce() {
    return tools.documents().inForce();
  }

  DaemonStatus status() {
    return news.status();
  }

  Counters counters() {
    return tools.totals().counters(tools.machine().counts());
  }

  /** Any thread may ask what guests use. */
  List<GuestUse> uses() {
    return tools.records().guests().stream().map(this::use).toList();
  }

  private GuestUse use(GuestRecord guest) {
    Usage usage;
    try {
      usage = tools.machine().usage(guest.cgroup());
    } catch (IOException e) { // others are told of all the same; this one shows no numbers
      LOG.debug("{}: {}", guest.id(), Reasons.of(e));
      usage = new Usage(OptionalLong.empty(), OptionalLong.empty());
    }
    return new GuestUse(guest.id(), guest.partition(), tools.machine().layout(), usage);
  }

  AutoCloseable onChange(Consumer<DaemonStatus> listener) {
    return news.onChange(listener);
  }
}
