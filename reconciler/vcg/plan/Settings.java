package vcg.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import vcg.cgroup.Controller;
import vcg.cgroup.DeviceNumber;
import vcg.cgroup.Group;
import vcg.cgroup.Knob;
import vcg.cgroup.Mappings;
import vcg.cgroup.Spelling;
import vcg.cgroup.Value;
import vcg.model.ActualCgroup;
import vcg.model.Bandwidth;
import vcg.model.DeviceNode;
import vcg.model.Host;
import vcg.model.Located;
import vcg.model.Tuning;

/**
 * Compares what the knobs of one cgroup should hold with what they hold. A knob that no document
 * mentions should hold what it holds in a new directory.
 *
 * @param devices what the paths lead to that documents name
 * @param paused whether the processes in it should be frozen
 */
record Settings(
    Host host,
    SortedMap<String, DeviceNode> devices,
    Above above,
    ActualCgroup actual,
    Tuning tuning,
    boolean paused) {

  /** Every knob of a guest's or partition's directory, also those that are as they should be. */
  List<Setting> all() {
    return of(host.files().keySet());
  }

  /** Those of a directory for a group, in the hierarchies that have one. */
  List<Setting> ofGroup(Group.Kind kind) {
    return of(
        host.files().keySet().stream()
            .filter(knob -> knob.isIn(kind) && isSetBelow(knob, kind))
            .toList());
  }

  /** On v2 no controller reaches the directory of a container. */
  private boolean isSetBelow(Knob knob, Group.Kind kind) {
    return kind != Group.Kind.CONTAINER || !host.isUnified(knob.controller());
  }

  /** Those of some knobs, in the order of the table. */
  List<Setting> of(Collection<Knob> knobs) {
    SortedMap<Knob, Located<Value>> stated = resolved();
    SortedMap<Knob, Value> asked = new TreeMap<>();
    stated.forEach((knob, value) -> asked.put(knob, value.value()));
    List<Setting> settings = new ArrayList<>();
    boolean weightsLost = false;
    boolean idle = false;
    for (Knob knob : knobs) {
      Spelling spelling = host.spelling(knob).orElseThrow();
      if (knob.perDevice()) {
        settings.addAll(ofDevices(knob, spelling, weightsLost));
      } else {
        Setting setting =
            setting(knob, spelling, Optional.ofNullable(stated.get(knob)), asked, idle);
        settings.add(setting);
        weightsLost |= knob == Knob.BLKIO_WEIGHT && setting.differs();
        idle |= knob == Knob.CPU_IDLE && setting.differs();
      }
    }
    return settings;
  }

  /** What the document asks for, where this host keeps it. */
  private SortedMap<Knob, Located<Value>> resolved() {
    SortedMap<Knob, Located<Value>> stated = new TreeMap<>(tuning.values());
    boolean high =
        host.mappings().softLimit() == Mappings.SoftLimit.HIGH && host.isUnified(Controller.MEMORY);
    if (high && stated.containsKey(Knob.MEMORY_SOFT_LIMIT)) {
      stated.put(Knob.MEMORY_HIGH, stated.remove(Knob.MEMORY_SOFT_LIMIT));
    }
    return stated;
  }

  private Setting setting(
      Knob knob,
      Spelling spelling,
      Optional<Located<Value>> stated,
      SortedMap<Knob, Value> asked,
      boolean idle) {
    String from = actual.contents().getOrDefault(knob, "");
    Value first = spelling.stored(spelling.initial(), Map.of(), host.pageBytes());
    // the kernel forgets the shares of an idle directory once it is no longer idle
    boolean fresh = from.isEmpty() || (idle && knob == Knob.CPU_SHARES);
    Value current = fresh ? first : spelling.parse(from);
    Value target = stated.map(Located::value).orElseGet(() -> untouched(knob, spelling, current));
    return new Setting(
        host.directory(knob, actual.path()),
        knob,
        Optional.empty(),
        spelling,
        from,
        current,
        spelling.stored(target, asked, host.pageBytes()),
        target,
        stated.map(Located::at));
  }

  /** What a knob should hold that no document mentions. */
  private Value untouched(Knob knob, Spelling spelling, Value current) {
    if (knob == Knob.FREEZE) {
      return Value.amount(paused ? 1 : 0);
    }
    Value.IndexSet inherited = above.inherited().get(knob);
    if (!knob.inherited() || inherited == null) {
      return spelling.initial();
    }
    if (!host.isUnified(Controller.CPUSET)) {
      return inherited; // a v1 cpuset must be filled by hand
    }
    // up to Linux 6.12 a list cannot be emptied again while there are processes
    boolean populated = !actual.processes().isEmpty() || !actual.children().isEmpty();
    boolean open = current.equals(spelling.initial()) || current.equals(inherited);
    return open ? current : populated ? inherited : spelling.initial();
  }

  private List<Setting> ofDevices(Knob knob, Spelling whole, boolean weightsLost) {
    String content = actual.contents().getOrDefault(knob, "");
    SortedMap<DeviceNumber, Located<Value>> stated = new TreeMap<>();
    for (Tuning.OfDevice device : tuning.devices()) {
      DeviceNode node = devices.get(device.path().value());
      Located<Value> value = device.values().get(knob);
      if (node != null && value != null) {
        stated.put(node.disk(), value);
      }
    }
    SortedSet<DeviceNumber> numbers = new TreeSet<>(stated.keySet());
    numbers.addAll(whole.devices(content));
    boolean lost = weightsLost && knob == Knob.BLKIO_DEVICE_WEIGHT;
    List<Setting> settings = new ArrayList<>();
    for (DeviceNumber number : numbers) {
      Spelling spelling = whole.at(number);
      Optional<Located<Value>> value = Optional.ofNullable(stated.get(number));
      Value target = value.map(Located::value).orElseGet(spelling::initial);
      settings.add(
          new Setting(
              host.directory(knob, actual.path()),
              knob,
              Optional.of(number),
              spelling,
              content,
              lost ? spelling.initial() : spelling.parse(content),
              target,
              target,
              value.map(Located::at)));
    }
    return settings;
  }

  /** What directories inside this one get, once its settings are as wanted. */
  static Above below(Above above, Host host, List<Setting> settings) {
    SortedMap<Knob, Value.IndexSet> inherited = new TreeMap<>(above.inherited());
    Optional<Setting> quota = Optional.empty();
    long period = 0;
    for (Setting setting : settings) {
      if (setting.wanted() instanceof Value.IndexSet set && !set.list().isEmpty()) {
        inherited.put(setting.knob(), set);
      }
      if (setting.knob() == Knob.CPU_QUOTA) {
        quota = Optional.of(setting);
      }
      if (setting.knob() == Knob.CPU_PERIOD && setting.wanted() instanceof Value.Amount(long us)) {
        period = us;
      }
    }
    boolean capped = !host.isUnified(Controller.CPU) && period > 0;
    Optional<Bandwidth> own =
        capped && quota.isPresent() && quota.get().wanted() instanceof Value.Amount(long micros)
            ? Optional.of(new Bandwidth(micros, period))
            : Optional.empty();
    return new Above(inherited, own.or(above::bandwidth));
  }
}
