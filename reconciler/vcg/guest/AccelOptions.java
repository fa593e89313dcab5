package vcg.guest;

import vcg.model.Guest;
import vcg.model.Machine;

/** What runs the virtual processors. */
final class AccelOptions {
  static final String DIRTY_RING = "kvm/dirty-ring";

  private AccelOptions() {}

  static void add(Guest guest, Machine.Qemu machine, Options options) {
    KeyValues accel = KeyValues.word(machine.kvm() ? "kvm" : "tcg");
    machine.processors().traits().stream()
        .filter(t -> t.value().name().equals(DIRTY_RING) && t.value().on())
        .flatMap(t -> t.value().value().stream())
        .forEach(size -> accel.and("dirty-ring-size", size));
    options.add("-accel", accel, "domain type", guest.at());
  }
}
