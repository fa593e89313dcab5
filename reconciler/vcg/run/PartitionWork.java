package vcg.run;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vcg.model.Actual;
import vcg.model.Desired;
import vcg.model.GuestRecord;
import vcg.model.Outcome;
import vcg.model.PlannedPartition;
import vcg.plan.Planner;

/** Looks at the directories above guests and keeps them as they are asked for. */
final class PartitionWork {
  private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

  private static final long REST = TimeUnit.MILLISECONDS.toNanos(50);

  /**
   * So many times as long as the last look took there is none after it, while guests come and go.
   */
  private static final int RESTS = 10;

  private final Tools tools;
  private final Life life;
  private final Guests guests;
  private final Drifts drifts;
  private boolean dirty;
  private boolean busy;
  private long notBefore;
  private long began;
  private long took;
  private int failures;

  PartitionWork(Tools tools, Life life, Guests guests, Drifts drifts) {
    this.tools = tools;
    this.life = life;
    this.guests = guests;
    this.drifts = drifts;
    this.notBefore = tools.time().nanos();
  }

  /** A look is due. */
  void look() {
    dirty = true;
  }

  /** A guest came or went; more may do so at once. */
  void lookAfterRest() {
    dirty = true;
    notBefore = tools.time().nanos() + Math.max(REST, RESTS * took);
  }

  boolean isBusy() {
    return busy;
  }

  /** When it is to be looked; empty: nothing is due. */
  OptionalLong next() {
    return dirty && !busy ? OptionalLong.of(notBefore) : OptionalLong.empty();
  }

  void turn(long now) {
    if (!dirty || busy || !tools.documents().listed() || now - notBefore < 0) {
      return;
    }
    dirty = false;
    boolean runs = guests.all().stream().anyMatch(t -> t.process.isPresent());
    if (tools.documents().size() == 0 && runs) { // perhaps not mounted: they stay, as guests do
      return;
    }
    busy = true;
    began = now;
    Desired asked = tools.documents().inForce(List.of());
    List<String> paths = tools.records().guests().stream().map(GuestRecord::cgroup).toList();
    tools
        .lanes()
        .look(() -> {
          try {
            Actual actual = tools.machine().partitions(asked, paths, tools.records().partitions());
            tools.queue().add(new Event.LookedAbove(asked, Optional.of(actual), ""));
          } catch (IOException | RuntimeException | Error e) {
            tools.queue().add(new Event.LookedAbove(asked, Optional.empty(), Reasons.of(e)));
          }
        });
  }

  void looked(Event.LookedAbove looked) {
    took = tools.time().nanos() - began;
    if (looked.actual().isEmpty()) {
      failed(looked.failure());
      return;
    }
    Actual actual = looked.actual().get();
    tools.totals().foreign(actual.foreign().size());
    List<PlannedPartition> todo;
    try {
      Set<String> needed = new TreeSet<>();
      for (GuestRecord record : tools.records().guests()) {
        boolean lives =
            guests.known(record.id()).filter(t -> t.process.isPresent() || t.working).isPresent();
        if (lives) {
          needed.addAll(actual.host().layout().above(record.cgroup()));
        }
      }
      todo =
          Planner.partitions(
                  looked.asked(),
                  actual,
                  tools.machine().options(tools.time()).beside(guests.staying(Set.of())),
                  needed)
              .stream()
              .filter(p -> !p.steps().isEmpty() || !p.after().isEmpty() || isNews(p))
              .toList();
    } catch (RuntimeException | AssertionError | IOException e) {
      LOG.error("internal error", e);
      failed(Reasons.of(e));
      return;
    }
    if (todo.isEmpty() || life.paused || life.ending) {
      busy = false;
      failures = 0;
      life.noTrouble("partitions");
      return;
    }
    drifts.repairs(todo);
    Set<String> paths = todo.stream().map(PlannedPartition::path).collect(Collectors.toSet());
    tools
        .lanes()
        .change(() -> {
          try {
            tools.queue().add(new Event.PartitionsDone(paths, tools.applier().apply(todo), ""));
          } catch (RuntimeException | Error e) {
            LOG.error("internal error", e);
            tools
                .queue()
                .add(new Event.PartitionsDone(paths, new Outcome(List.of()), Reasons.of(e)));
          }
        });
  }

  /** Whether nothing but what is remembered of it changes. */
  private boolean isNews(PlannedPartition planned) {
    return !planned
        .record()
        .equals(Optional.ofNullable(tools.records().partitions().declared().get(planned.path())));
  }

  void done(Event.PartitionsDone done) {
    Optional<String> failure =
        done.outcome().results().stream()
            .flatMap(r -> r.failure().map(f -> "partition " + r.subject() + ": " + f).stream())
            .findFirst()
            .or(() -> Optional.of(done.failure()).filter(f -> !f.isEmpty()));
    if (failure.isPresent()) {
      tools.totals().failed();
      failed(failure.get());
      return;
    }
    tools.totals().succeeded(done.outcome().results().size());
    busy = false;
    failures = 0;
    dirty = true; // until there is nothing to do
    life.noTrouble("partitions");
  }

  private void failed(String why) {
    busy = false;
    dirty = true;
    failures++;
    notBefore = tools.time().nanos() + Backoff.after(failures, tools.random());
    life.trouble("partitions", why);
  }
}
