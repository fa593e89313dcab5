package vcg.model;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import vcg.cgroup.Knob;
import vcg.cgroup.Value;

/** What a document asks of one cgroup, for tests; every setting has a line of its own. */
final class Tunings {
  private final String file;
  private final int line;
  private final SortedMap<Knob, Located<Value>> values = new TreeMap<>();
  private final SortedMap<String, SortedMap<Knob, Located<Value>>> devices = new TreeMap<>();

  /** Settings that stand from a line on. */
  Tunings(String file, int line) {
    this.file = file;
    this.line = line;
  }

  void set(Knob knob, Value value) {
    values.put(knob, new Located<>(value, at(0, knob)));
  }

  void device(String path, Knob knob, Value value) {
    devices.putIfAbsent(path, new TreeMap<>());
    SortedMap<Knob, Located<Value>> device = devices.get(path);
    device.put(knob, new Located<>(value, at(devices.size() * 30, knob)));
  }

  Tuning build() {
    List<Tuning.OfDevice> all =
        devices.entrySet().stream()
            .map(e ->
                new Tuning.OfDevice(
                    new Located<>(e.getKey(), e.getValue().values().iterator().next().at()),
                    e.getValue()))
            .toList();
    return new Tuning(values, all);
  }

  private Location at(int further, Knob knob) {
    return new Location(file, line + further + List.of(Knob.values()).indexOf(knob), 3);
  }
}
