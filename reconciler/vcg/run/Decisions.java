package vcg.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import vcg.model.Actual;
import vcg.model.ActualCgroup;
import vcg.model.ActualGuest;
import vcg.model.GuestId;
import vcg.model.GuestRecord;
import vcg.model.Plan;
import vcg.model.PlannedGuest;
import vcg.model.PlannedGuest.Action;
import vcg.plan.PlanOptions;
import vcg.plan.Planner;

/** Decides what is done with guests that were just looked at. */
final class Decisions {
  private final Tools tools;
  private final Life life;
  private final Guests guests;
  private final StopGuard guard;
  private final Drifts drifts;
  private final Verdicts verdicts;
  private final Work work;
  private final Keep keep;

  Decisions(
      Tools tools,
      Life life,
      Guests guests,
      StopGuard guard,
      Drifts drifts,
      Verdicts verdicts,
      Work work,
      Keep keep) {
    this.tools = tools;
    this.life = life;
    this.guests = guests;
    this.guard = guard;
    this.drifts = drifts;
    this.verdicts = verdicts;
    this.work = work;
    this.keep = keep;
  }

  /** Guests, each by itself, from what was seen of them. */
  void decide(SortedSet<GuestId> ids, Actual seen) throws IOException {
    Map<GuestId, ActualGuest> there = new HashMap<>(seen.guests());
    there.keySet().retainAll(ids);
    Actual actual = of(seen, there);
    for (GuestId id : ids) {
      guests.notice(guests.track(id), Optional.ofNullable(there.get(id)));
    }
    PlanOptions options = tools.options().beside(guests.staying(ids));
    for (GuestId id : ids) {
      options = guests.track(id).restart ? options.restarting(id) : options;
    }
    Plan plan = Planner.plan(tools.documents().inForce(ids), actual, options);
    if (plan.guests().stream().anyMatch(StopGuard::mayStop)) { // only then all others count
      options = options.among(guard.census(ids));
      plan = Planner.plan(tools.documents().inForce(ids), actual, options);
    }
    warn(ids, plan.warnings());
    Set<GuestId> held =
        plan.guests().stream()
            .filter(Planner::isStopHeld)
            .map(PlannedGuest::id)
            .collect(Collectors.toSet());
    Set<GuestId> away = held.stream().filter(tools.documents()::isGone).collect(Collectors.toSet());
    Plan instead =
        away.isEmpty()
            ? plan
            : Planner.plan(tools.documents().withLast(ids, away), actual, options);
    Map<GuestId, PlannedGuest> planned = new HashMap<>();
    instead.guests().forEach(g -> planned.put(g.id(), g));
    Map<GuestId, PlannedGuest> first = new HashMap<>();
    plan.guests().forEach(g -> first.put(g.id(), g));
    for (GuestId id : ids) {
      PlannedGuest guest = planned.get(id);
      guests.stays(id, staying(guest, there.get(id)));
      if (guest == null) {
        forget(guests.track(id));
      } else {
        decide(
            guests.track(id),
            guest,
            instead,
            held.contains(id) ? Optional.ofNullable(first.get(id)) : Optional.empty());
      }
    }
  }

  /** What a plan warns of is a trouble as long as it does. */
  private void warn(SortedSet<GuestId> ids, List<String> warnings) {
    List<String> ofHost = new ArrayList<>(warnings);
    for (GuestId id : ids) {
      List<String> own = warnings.stream().filter(w -> w.startsWith(id + ": ")).toList();
      ofHost.removeAll(own);
      warn("warnings about " + id, own);
    }
    warn("warnings about this host", ofHost);
  }

  private void warn(String key, List<String> warnings) {
    if (warnings.isEmpty()) {
      life.noTrouble(key);
    } else {
      life.trouble(key, String.join("; ", warnings));
    }
  }

  private static Optional<ActualCgroup> staying(
      @Nullable PlannedGuest planned, @Nullable ActualGuest there) {
    return planned != null
            && planned.action() == Action.HOLD
            && there != null
            && there.running().isPresent()
        ? Optional.of(there.cgroup())
        : Optional.empty();
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
        seen.firmware(),
        seen.tables());
  }

  private void decide(
      Tracked guest, PlannedGuest planned, Plan plan, Optional<PlannedGuest> stopHeld) {
    Optional<GuestRecord> before = tools.records().of(guest.id);
    if (guest.restart) {
      boolean going = planned.action() == Action.RESTART;
      guest.answer(going ? Optional.empty() : Optional.of(planned.reason()));
      guest.restart = false;
    }
    boolean nothing = planned.steps().isEmpty() && planned.record().equals(before);
    if (nothing
        && planned.record().isEmpty()
        && planned.action() == Action.NONE
        && !tools.documents().isAsked(guest.id)) {
      forget(guest);
      return;
    }
    if (nothing) {
      guest.failures = 0;
      guest.writers = Set.of();
      guest.failure = planned.record().flatMap(GuestRecord::failure);
      verdicts.settle(guest, planned, stopHeld);
      return;
    }
    if (life.paused) {
      guests.tell(
          guest, GuestCondition.Sync.PAUSED, "something is to be done, and the daemon is paused");
      return;
    }
    boolean drift = planned.action() == Action.REPAIR;
    if (drift && drifts.waits(guest)) {
      return;
    }
    if (drift) {
      drifts.repairs(guest, planned.steps());
    }
    guest.writers = Set.of();
    if (planned.action() == Action.STOP && planned.interrupts()) {
      guard.stops();
    }
    work.perform(guest, planned, plan, before);
  }

  private void forget(Tracked guest) {
    life.noTrouble("warnings about " + guest.id);
    guests.forget(guest);
    guard.withdraw(guest.id);
    Set<String> files = tools.documents().letGo(guest.id);
    if (!files.isEmpty()) {
      keep.remove(files);
    }
  }
}
