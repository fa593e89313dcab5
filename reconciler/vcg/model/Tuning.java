package vcg.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import vcg.cgroup.Knob;
import vcg.cgroup.Value;

/**
 * What a document asks of one cgroup.
 *
 * @param values each knob that it sets, in the document's units; sizes in bytes
 * @param devices what it asks for single block devices, in document order
 */
public record Tuning(SortedMap<Knob, Located<Value>> values, List<OfDevice> devices) {
  /** Nothing is asked for: the kernel's defaults. */
  public static final Tuning NONE = new Tuning(new TreeMap<>(), List.of());

  public Tuning {
    values = Sorted.copy(values);
    devices = List.copyOf(devices);
  }

  /** The same without settings of devices. */
  public static Tuning of(Map<Knob, Located<Value>> values) {
    return new Tuning(new TreeMap<>(values), List.of());
  }

  /** What it asks of a knob that does not count by device. */
  public Optional<Located<Value>> get(Knob knob) {
    return Optional.ofNullable(values.get(knob));
  }

  /** Whether nothing is asked for. */
  public boolean isEmpty() {
    return values.isEmpty() && devices.isEmpty();
  }

  /**
   * What is asked for one block device.
   *
   * @param path of its node, such as {@code /dev/sda}
   * @param values of knobs that count by device
   */
  public record OfDevice(Located<String> path, SortedMap<Knob, Located<Value>> values) {
    public OfDevice {
      values = Sorted.copy(values);
    }
  }
}
