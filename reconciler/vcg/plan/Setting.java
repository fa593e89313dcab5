package vcg.plan;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.DeviceNumber;
import vcg.cgroup.Knob;
import vcg.cgroup.Spelling;
import vcg.cgroup.Value;
import vcg.model.ActualCgroup;
import vcg.model.Change;
import vcg.model.Host;
import vcg.model.Location;

/**
 * One knob of one cgroup: what it holds and what it should hold.
 *
 * @param device for a knob that counts by device
 * @param from what the file holds as text, without the final newline; empty: nothing yet
 * @param current what it holds, in the kernel's unit
 * @param wanted what it should hold, in the kernel's unit
 * @param asked the same in the document's unit
 * @param at where the document asks for it; empty: the default applies
 */
record Setting(
    CgroupPath cgroup,
    Knob knob,
    Optional<DeviceNumber> device,
    Spelling spelling,
    String from,
    Value current,
    Value wanted,
    Value asked,
    Optional<Location> at) {

  /** Gives a knob back the value of a new directory; empty: it has that, or is not there. */
  static Optional<Change.WriteSetting> undo(Host host, Knob knob, ActualCgroup there) {
    String from = there.contents().getOrDefault(knob, "");
    return host.spelling(knob)
        .filter(_ -> !from.isEmpty())
        .map(spelling ->
            new Setting(
                host.directory(knob, there.path()),
                knob,
                Optional.empty(),
                spelling,
                from,
                spelling.parse(from),
                spelling.initial(),
                spelling.initial(),
                Optional.empty()))
        .filter(Setting::differs)
        .map(Setting::step);
  }

  boolean differs() {
    return !current.equals(wanted);
  }

  /** Writes what is wanted. */
  Change.WriteSetting step() {
    return to(wanted);
  }

  /** Writes another value, which the order of steps asks for on the way. */
  Change.WriteSetting to(Value value) {
    SortedMap<Knob, Value> reads = new TreeMap<>();
    reads.put(knob, value);
    return new Change.WriteSetting(
        cgroup, device, spelling.file(), from, spelling.text(value, from), reads);
  }
}
