package vcg.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import vcg.cgroup.Hierarchy.Version;
import vcg.cgroup.Knob;
import vcg.cgroup.Spelling;
import vcg.cgroup.Value;
import vcg.model.ActualCgroup;
import vcg.model.Host;
import vcg.model.Located;

/**
 * Compares what the knobs of one cgroup should hold with what they hold.
 *
 * @param inherited what the directory above holds, or will hold, of {@link Knob#inherited} knobs
 */
record Settings(Host host, SortedMap<Knob, Value.IndexSet> inherited) {

  /**
   * Every knob that differs, in an order in which the kernel takes them.
   *
   * <p>A knob that no document mentions should hold what it holds in a new directory.
   */
  List<Setting> differing(ActualCgroup actual, Map<Knob, Located<Value>> tuning) {
    Map<Knob, Value> asked = new TreeMap<>();
    tuning.forEach((knob, value) -> asked.put(knob, value.value()));
    List<Setting> settings = new ArrayList<>();
    for (Knob knob : host.files().keySet()) {
      host.spelling(knob)
          .map(s -> setting(actual, knob, s, Optional.ofNullable(tuning.get(knob)), asked))
          .filter(s -> !s.current().equals(s.wanted()))
          .ifPresent(settings::add);
    }
    return WriteOrder.of(settings);
  }

  private Setting setting(
      ActualCgroup actual,
      Knob knob,
      Spelling spelling,
      Optional<Located<Value>> stated,
      Map<Knob, Value> asked) {
    Value target = stated.map(Located::value).orElseGet(() -> untouched(knob, spelling));
    String from = actual.contents().getOrDefault(knob, "");
    Value first = spelling.stored(spelling.initial(), Map.of(), host.pageBytes());
    return new Setting(
        host.directory(knob, actual.path()),
        knob,
        spelling,
        from,
        from.isEmpty() ? first : spelling.parse(from),
        spelling.stored(target, asked, host.pageBytes()),
        target,
        stated.map(Located::at));
  }

  /** What a knob should hold that no document mentions. A v1 cpuset must be filled by hand. */
  private Value untouched(Knob knob, Spelling spelling) {
    boolean copied =
        knob.inherited() && host.hierarchy(knob).filter(h -> h.version() == Version.V1).isPresent();
    return copied && inherited.containsKey(knob) ? inherited.get(knob) : spelling.initial();
  }
}
