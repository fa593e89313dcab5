package vcg.guest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import vcg.model.BusController;
import vcg.model.DeviceAddress;
import vcg.model.DevicePlace;
import vcg.model.Machine;

/**
 * The PCI buses of a machine. Bus 0 is the board's; each further PCI controller sits in a slot of
 * one bus and makes another. QEMU gives out free slots in the order of its command line, so each
 * controller has an address here, chosen around those that the document names.
 */
public final class PciBuses {
  private static final int FIRST_SLOT = 2;
  private static final int SLOTS = 32;
  private static final int FUNCTIONS = 8;

  /** A controller and where it is; its bus has its id. */
  record Bridge(BusController controller, String model, Slot slot) {}

  /** A function of a slot. */
  record Slot(int bus, int slot, int function) {}

  private final boolean q35;
  private final Map<Integer, Bridge> bridges = new TreeMap<>();
  private final Map<Slot, Integer> functions = new HashMap<>(); // by function 0: how many

  /** The last root port that has no address: the next one is another function of its slot. */
  private Optional<Slot> shared = Optional.empty();

  private PciBuses(boolean q35) {
    this.q35 = q35;
  }

  static PciBuses of(Machine.Qemu machine, List<Plugged> devices) {
    PciBuses buses = new PciBuses(ControllerModels.isQ35(machine));
    List<DeviceAddress.Pci> stated =
        devices.stream()
            .filter(d -> d.bus() == Plugged.Bus.PCI)
            .flatMap(d -> d.place().pci().stream())
            .toList();
    stated.forEach(a -> buses.count(new Slot(a.bus(), a.slot(), a.function())));
    List<BusController> controllers =
        machine.hardware().controllers().stream()
            .filter(c -> c.kind() == BusController.Kind.PCI && c.index() > 0)
            .toList();
    for (BusController c : controllers) {
      if (!buses.waits(c, ControllerModels.word(machine, c))) {
        buses.plug(c, ControllerModels.word(machine, c));
      }
    }
    for (BusController c : controllers) {
      if (buses.waits(c, ControllerModels.word(machine, c))) {
        buses.plug(c, ControllerModels.word(machine, c));
      }
    }
    return buses;
  }

  /** On q35 a conventional bridge needs the bus of another controller. */
  private boolean waits(BusController controller, String model) {
    return q35 && model.equals("pci-bridge") && controller.place().pci().isEmpty();
  }

  private void plug(BusController controller, String model) {
    Optional<DeviceAddress.Pci> stated = controller.place().pci();
    Slot slot =
        stated.map(a -> new Slot(a.bus(), a.slot(), a.function())).orElseGet(() -> next(model));
    if (stated.isEmpty()) {
      count(slot);
      if (model.equals("pcie-root-port")) {
        shared = Optional.of(slot);
      }
    }
    bridges.put(controller.index(), new Bridge(controller, model, slot));
  }

  private void count(Slot slot) {
    functions.merge(new Slot(slot.bus(), slot.slot(), 0), 1, Integer::sum);
  }

  private Slot next(String model) {
    boolean more =
        model.equals("pcie-root-port")
            && shared.isPresent()
            && shared.get().function() + 1 < FUNCTIONS;
    if (more) {
      Slot last = shared.get();
      return new Slot(last.bus(), last.slot(), last.function() + 1);
    }
    int bus = model.equals("pci-bridge") && q35 ? conventional() : 0;
    for (int slot = FIRST_SLOT; slot < SLOTS; slot++) {
      if (!functions.containsKey(new Slot(bus, slot, 0))
          && !(q35 && bus == 0 && slot == SLOTS - 1)) {
        return new Slot(bus, slot, 0);
      }
    }
    return new Slot(bus, SLOTS, 0); // there is no such slot, which the rules find
  }

  /** On q35 the first bus that takes conventional PCI devices; -1: there is none. */
  public int conventional() {
    return bridges.values().stream()
        .filter(b -> b.model().endsWith("-to-pci-bridge"))
        .map(b -> b.controller().index())
        .findFirst()
        .orElse(-1);
  }

  /** The controllers, each after the one whose bus it is plugged into. */
  List<Bridge> inOrder() {
    List<Bridge> ordered = new ArrayList<>(bridges.values());
    ordered.sort(Comparator.comparingInt(this::depth));
    return ordered;
  }

  /** How many buses lie between a controller and the board; a loop ends at the number of all. */
  public int depth(int bus) {
    int depth = 0;
    for (int at = bus; at > 0 && depth <= bridges.size(); depth++) {
      at = bridges.containsKey(at) ? bridges.get(at).slot().bus() : 0;
    }
    return depth;
  }

  private int depth(Bridge bridge) {
    return depth(bridge.controller().index());
  }

  /** Whether no slot was free for the controller that makes a bus. */
  public boolean isFull(int bus) {
    return bridges.containsKey(bus) && bridges.get(bus).slot().slot() >= SLOTS;
  }

  /** How many PCI controllers there are beside the board's. */
  public int size() {
    return bridges.size();
  }

  /** libvirt's word for what makes a bus; empty: nothing does. */
  public Optional<String> model(int bus) {
    if (bus == 0) {
      return Optional.of(q35 ? "pcie-root" : "pci-root");
    }
    return Optional.ofNullable(bridges.get(bus)).map(Bridge::model);
  }

  /** QEMU's name of a bus. */
  String name(int bus) {
    if (bus == 0) {
      return q35 ? "pcie.0" : "pci.0";
    }
    Bridge bridge = bridges.get(bus);
    if (bridge == null) {
      throw new IllegalArgumentException("no PCI bus " + bus);
    }
    return Buses.id(bridge.controller());
  }

  /** Whether other functions of its slot are in use, or the document says that they will be. */
  boolean multifunction(DevicePlace place, Slot slot) {
    return place
        .pci()
        .flatMap(DeviceAddress.Pci::multifunction)
        .orElse(
            slot.function() == 0
                && functions.getOrDefault(new Slot(slot.bus(), slot.slot(), 0), 0) > 1);
  }
}
