package vcg.run;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vcg.model.ActualCgroup;
import vcg.model.ActualGuest;
import vcg.model.GuestId;
import vcg.model.Location;
import vcg.model.ProcessId;
import vcg.model.Running;

/** All guests that are known, how they are found by what is theirs, and when to look at which. */
final class Guests {
  private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

  private final Tools tools;
  private final Life life;
  private final Sight sight;
  private final Map<GuestId, Tracked> all = new HashMap<>();
  private final Map<ProcessId, GuestId> processes = new HashMap<>();
  private final Map<String, GuestId> cgroups = new HashMap<>();
  private final SortedMap<GuestId, ActualCgroup> staying = new TreeMap<>();
  private final LinkedHashSet<GuestId> told = new LinkedHashSet<>(); // of which something was heard
  private final LinkedHashSet<GuestId> others = new LinkedHashSet<>(); // to be looked at after them
  private final PriorityQueue<Timer> timers = new PriorityQueue<>();
  private final ConcurrentSkipListMap<GuestId, GuestCondition> conditions =
      new ConcurrentSkipListMap<>();

  Guests(Tools tools, Life life, Sight sight) {
    this.tools = tools;
    this.life = life;
    this.sight = sight;
  }

  private record Timer(long at, GuestId guest) implements Comparable<Timer> {
    @Override
    public int compareTo(Timer other) {
      return Long.compare(at, other.at);
    }
  }

  /** The directories of guests that are held while they run, but for some guests. */
  List<ActualCgroup> staying(Set<GuestId> butFor) {
    return staying.entrySet().stream()
        .filter(e -> !butFor.contains(e.getKey()))
        .map(Map.Entry::getValue)
        .toList();
  }

  /** Notes the directory of a guest that runs and stays as it is; empty: it does not. */
  void stays(GuestId id, Optional<ActualCgroup> cgroup) {
    cgroup.ifPresentOrElse(c -> staying.put(id, c), () -> staying.remove(id));
  }

  Collection<Tracked> all() {
    return Collections.unmodifiableCollection(all.values());
  }

  Optional<Tracked> known(GuestId id) {
    return Optional.ofNullable(all.get(id));
  }

  /** Those that documents, records or looks know of. */
  Set<GuestId> everybody() {
    Set<GuestId> ids = new TreeSet<>(tools.documents().guests());
    tools.records().guests().forEach(r -> ids.add(r.id()));
    ids.addAll(all.keySet());
    return ids;
  }

  /** The one that an operator means. */
  GuestId find(String word) throws Control.Refused {
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

  Optional<GuestId> of(ProcessId process) {
    return Optional.ofNullable(processes.get(process));
  }

  /** The guest whose cgroup a path is, or is in. */
  Optional<GuestId> at(String path) {
    String at = path;
    while (at.length() > 1) {
      GuestId id = cgroups.get(at);
      if (id != null) {
        return Optional.of(id);
      }
      at = at.substring(0, Math.max(1, at.lastIndexOf('/')));
    }
    return Optional.empty();
  }

  /** How each is, for any thread. */
  Collection<GuestCondition> conditions() {
    return conditions.values();
  }

  Tracked track(GuestId id) {
    return all.computeIfAbsent(
        id,
        _ -> {
          told.add(id);
          return new Tracked(id, tools.time().wall());
        });
  }

  /** A look at it is due: something about it has changed. */
  void look(GuestId id) {
    track(id);
    others.remove(id);
    told.add(id);
  }

  /** A look at it is due, as at all others. */
  void lookInTurn(GuestId id) {
    track(id);
    if (!told.contains(id)) {
      others.add(id);
    }
  }

  /** Looks at it again at a time. */
  void later(Tracked guest, long at) {
    if (guest.timer.isEmpty() || guest.timer.getAsLong() != at) {
      guest.timer = OptionalLong.of(at);
      timers.add(new Timer(at, guest.id));
    }
  }

  /** Has those looked at whose time has come. */
  void wake(long now) {
    while (!timers.isEmpty() && now - timers.peek().at() >= 0) {
      look(timers.poll().guest());
    }
  }

  OptionalLong nextTimer() {
    return timers.isEmpty() ? OptionalLong.empty() : OptionalLong.of(timers.peek().at());
  }

  boolean isAnyDirty() {
    return !told.isEmpty() || !others.isEmpty();
  }

  /** Takes those to look at now of which something was heard; none: they are too many. */
  List<GuestId> dueAtOnce(long now, int most) {
    return told.size() > most ? List.of() : due(told, now, most);
  }

  /** Takes so many at most of all that are to be looked at now. */
  List<GuestId> due(long now, int most) {
    List<GuestId> due = due(told, now, most);
    due.addAll(due(others, now, most - due.size()));
    return due;
  }

  /** Those that nobody looks at or changes, and that need not wait. */
  private List<GuestId> due(Set<GuestId> some, long now, int most) {
    List<GuestId> due = new ArrayList<>();
    for (Iterator<GuestId> each = some.iterator(); each.hasNext() && due.size() < most; ) {
      GuestId id = each.next();
      Tracked guest = Objects.requireNonNull(all.get(id));
      if (guest.looking || guest.working) {
        continue;
      }
      each.remove();
      if (now - guest.notBefore < 0 && guest.notBefore != Long.MIN_VALUE) {
        later(guest, guest.notBefore);
      } else {
        due.add(id);
      }
    }
    return due;
  }

  /** What a look has shown, whatever follows. */
  void notice(Tracked guest, Optional<ActualGuest> there) {
    Optional<Running> running = there.flatMap(ActualGuest::running);
    Optional<ProcessId> process = running.map(Running::process);
    if (!process.equals(guest.process)) {
      guest.process.ifPresent(processes::remove);
      process.ifPresent(p -> {
        processes.put(p, guest.id);
        sight.follow(guest.id, p);
      });
      guest.process = process;
    }
    guest.state = running.map(Running::state);
    guest.file = tools.documents().condition(guest.id);
    String path = there.map(t -> t.cgroup().path()).orElse("");
    if (!path.equals(guest.cgroup)) {
      leaveCgroup(guest);
      guest.cgroup = path;
      if (!path.isEmpty()) {
        cgroups.put(path, guest.id);
        sight.followCgroup(guest);
      }
    }
  }

  private void leaveCgroup(Tracked guest) {
    if (!guest.cgroup.isEmpty()) {
      cgroups.remove(guest.cgroup, guest.id);
      sight.leave(guest.cgroup);
    }
  }

  /** Forgets a guest of which nothing is left. */
  void forget(Tracked guest) {
    leaveCgroup(guest);
    guest.process.ifPresent(processes::remove);
    all.remove(guest.id);
    staying.remove(guest.id);
    told.remove(guest.id);
    others.remove(guest.id);
    conditions.remove(guest.id);
    guest.answer(Optional.of("it is gone"));
  }

  void tell(Tracked guest, GuestCondition.Sync sync, String reason) {
    tell(guest, sync, reason, Optional.empty());
  }

  void tell(Tracked guest, GuestCondition.Sync sync, String reason, Optional<Location> at) {
    boolean same = guest.sync == sync && guest.reason.equals(reason);
    if (guest.sync != sync) {
      guest.since = tools.time().wall();
    }
    if (sync == GuestCondition.Sync.IN_SYNC && !conditions.containsKey(guest.id)) {
      LOG.debug("{}: {} {}", guest.id, sync, reason); // as ten thousand are at a start
    } else if (!same) {
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
    life.changed = true;
  }
}
