package vcg.plan;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import vcg.cgroup.Knob;
import vcg.cgroup.Value;
import vcg.model.ActualCgroup;
import vcg.model.Change;
import vcg.model.Driver;
import vcg.model.Guest;
import vcg.model.Host;
import vcg.model.Located;
import vcg.model.Policy;
import vcg.model.Tuning;

/**
 * What can be put right of a guest without a look at all of it: the knobs in one file of its own
 * directory, where they have to do neither with other directories nor with what is in use. It is
 * for guests that were as their documents asked when they were last looked at; what else has
 * changed since, the next look shows.
 */
public final class TouchUp {
  private TouchUp() {}

  /** The knobs in a file that somebody wrote to; none: it takes a whole look. */
  public static List<Knob> in(String file) {
    return Arrays.stream(Knob.values())
        .filter(knob -> stands(knob) && knob.spelling(file).isPresent())
        .toList();
  }

  /** The knob in which alone two documents of a guest differ; empty: it takes a whole look. */
  public static Optional<Knob> changed(Guest before, Guest now) {
    if (!now.with(before.tuning(), before.digest()).equals(before)
        || !now.tuning().devices().equals(before.tuning().devices())) {
      return Optional.empty();
    }
    Set<Knob> knobs = new TreeSet<>(before.tuning().values().keySet());
    knobs.addAll(now.tuning().values().keySet());
    knobs.removeIf(knob -> value(before, knob).equals(value(now, knob)));
    Optional<Knob> one = knobs.stream().findFirst().filter(_ -> knobs.size() == 1);
    return one.filter(TouchUp::stands).filter(knob -> !isLowered(knob, before, now));
  }

  private static boolean stands(Knob knob) {
    return !knob.perDevice() && !knob.inherited();
  }

  /** What is in use may be more than a limit that is lowered. */
  private static boolean isLowered(Knob knob, Guest before, Guest now) {
    return knob == Knob.MEMORY_HARD_LIMIT
        && Value.compareLimits(
                value(now, knob).orElse(Value.unlimited()),
                value(before, knob).orElse(Value.unlimited()))
            < 0;
  }

  private static Optional<Value> value(Guest guest, Knob knob) {
    return guest.tuning().get(knob).map(Located::value);
  }

  /**
   * What is written to the file of these knobs; nothing: they are as they should be, or cannot be.
   *
   * @param cgroup the path of the guest's directory
   * @param contents what each holds
   */
  public static List<Change> steps(
      Host host, Guest guest, String cgroup, Map<Knob, String> contents) {
    Tuning tuning = guest.tuning();
    boolean refused =
        contents.keySet().stream()
            .anyMatch(knob ->
                value(guest, knob).flatMap(host.spelling(knob).orElseThrow()::refusal).isPresent());
    if (refused) {
      return List.of();
    }
    ActualCgroup none = ActualCgroup.none(cgroup);
    ActualCgroup there =
        new ActualCgroup(
            cgroup,
            none.hierarchies(),
            contents,
            none.processes(),
            none.children(),
            none.unified(),
            none.used());
    Above above = new Above(new TreeMap<>(), Optional.empty());
    boolean paused = guest.id().driver() == Driver.LXC && guest.policy().run() == Policy.Run.PAUSED;
    List<Setting> settings =
        new Settings(host, new TreeMap<>(), above, there, tuning, paused).of(contents.keySet());
    List<Setting> wrong = settings.stream().filter(Setting::differs).toList();
    return wrong.size() == 1
        ? List.of(wrong.getFirst().step())
        : WriteOrder.of(host, settings, false).all();
  }
}
