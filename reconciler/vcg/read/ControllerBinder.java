package vcg.read;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vcg.guest.ControllerModels;
import vcg.model.BusController;
import vcg.model.BusController.Kind;
import vcg.model.VirtioDriver;
import vcg.read.xml.Controller;
import vcg.read.xml.Placed;

/** Reads controllers, and gives a number to those that have none. */
final class ControllerBinder {
  private static final int MAX_INDEX = 255;

  /** What QEMU made for a root port before it had one of its own. */
  private static final String OLDER_PORT = "ioh3420";

  private final Findings findings;
  private final Map<Kind, Set<Integer>> taken = new HashMap<>();

  ControllerBinder(Findings findings) {
    this.findings = findings;
  }

  List<BusController> bind(List<Controller> controllers) {
    for (Controller c : controllers) {
      index(c).ifPresent(index -> of(kind(c)).add(index));
    }
    Map<List<Object>, Controller> first = new HashMap<>();
    List<BusController> bound = new ArrayList<>();
    for (Controller c : controllers) {
      BusController controller = bind(c);
      String companion = controller.master().isPresent() ? controller.model().orElse("") : "";
      Controller other =
          first.putIfAbsent(List.of(controller.kind(), controller.index(), companion), c);
      if (other == null) {
        bound.add(controller);
      } else {
        findings.error(
            Codes.TWICE,
            c,
            controller.name() + " occurs twice",
            "the first one is at " + findings.at(other));
      }
    }
    return bound;
  }

  private BusController bind(Controller c) {
    Kind kind = kind(c);
    Optional<String> model = Words.word(c.model).filter(m -> !m.equals("auto"));
    if (model.isPresent() && c.type != null && !ControllerModels.isKnown(kind, model.get())) {
      findings.attributeError(
          Codes.CONTRADICTION,
          c,
          "model",
          "a controller of type " + kind + " cannot be of model " + Printed.value(model.get()));
    }
    parts(c, kind, model.orElse(""));
    return new BusController(
        findings.at(c),
        kind,
        index(c).orElseGet(() -> free(c, kind, model.orElse(""))),
        model,
        Words.small(c.ports),
        Words.small(c.vectors),
        Optional.ofNullable(c.master).flatMap(m -> Words.small(m.startport)),
        port(c),
        queues(c.driver),
        virtio(c.driver),
        new PlaceBinder(findings).bind(c.alias, c.address));
  }

  /** What only some controllers have. */
  private void parts(Controller c, Kind kind, String model) {
    boolean root = model.endsWith("-root") || index(c).orElse(1) == 0;
    only(c.target, "target", kind == Kind.PCI, "a controller of type pci");
    only(c.device, "model", kind == Kind.PCI, "a controller of type pci");
    only(c.pcihole64, "pcihole64", kind == Kind.PCI && root, "pci-root and pcie-root");
    only(
        c.master, "master", model.startsWith("ich9-uhci"), "ich9-uhci1, ich9-uhci2 and ich9-uhci3");
    boolean driven = kind == Kind.SCSI || kind == Kind.VIRTIO_SERIAL;
    only(c.driver, "driver", driven, "controllers of type scsi and virtio-serial");
    if (c.ports != null && !model.endsWith("xhci") && kind != Kind.VIRTIO_SERIAL) {
      attribute(c, "ports", "xhci and virtio-serial controllers");
    }
    if (c.vectors != null && kind != Kind.VIRTIO_SERIAL) {
      attribute(c, "vectors", "virtio-serial controllers");
    }
    if (c.driver != null && kind == Kind.VIRTIO_SERIAL) {
      if (c.driver.queues != null || c.driver.iothread != null) {
        findings.error(Codes.CONTRADICTION, c.driver, "queues and iothread are for type scsi only");
      }
      if (c.driver.commandsPerUnit != null || c.driver.maxSectors != null) {
        findings.error(
            Codes.CONTRADICTION, c.driver, "cmd_per_lun and max_sectors are for type scsi only");
      }
    }
    Optional<String> device = Optional.ofNullable(c.device).flatMap(d -> Words.word(d.name));
    Optional<String> right = ControllerModels.driver(kind, model);
    boolean older = device.equals(Optional.of(OLDER_PORT)) && model.equals("pcie-root-port");
    if (c.device != null
        && right.isPresent()
        && device.isPresent()
        && !device.equals(right)
        && !older) {
      findings.attributeError(
          Codes.CONTRADICTION,
          c.device,
          "name",
          "a controller of model " + model + " is named " + right.get());
    }
  }

  private void only(@Nullable Placed part, String name, boolean right, String owners) {
    if (part != null && !right) {
      findings.error(Codes.CONTRADICTION, part, "<" + name + "> is for " + owners + " only");
    }
  }

  private void attribute(Controller c, String name, String owners) {
    findings.attributeError(Codes.CONTRADICTION, c, name, name + " is for " + owners + " only");
  }

  private BusController.Port port(Controller c) {
    var hole =
        Optional.ofNullable(c.pcihole64)
            .flatMap(size -> Sizes.of(size, "pcihole64", findings))
            .map(size -> size.value().kibibytes());
    Controller.ControllerTarget t = c.target == null ? new Controller.ControllerTarget() : c.target;
    return new BusController.Port(
        number(t, "chassis", t.chassis).or(() -> number(t, "chassisNr", t.chassisNr)),
        number(t, "port", t.port),
        number(t, "busNr", t.busNr),
        Optional.ofNullable(t.node).flatMap(n -> Words.small(n.text)),
        Words.on(t.hotplug),
        hole,
        Optional.ofNullable(c.device).flatMap(d -> Words.word(d.name)).filter(OLDER_PORT::equals));
  }

  private Optional<Integer> number(Placed element, String name, @Nullable String text) {
    Optional<Long> number = Words.decoded(text);
    if (number.filter(n -> n > MAX_INDEX).isPresent()) {
      findings.attributeError(
          Codes.ADDRESS, element, name, name + " is " + text + ", must be 0 to " + MAX_INDEX);
    }
    return number.filter(n -> n <= MAX_INDEX).map(Long::intValue);
  }

  private static BusController.Queues queues(Controller.@Nullable ControllerDriver driver) {
    return driver == null
        ? BusController.Queues.USUAL
        : new BusController.Queues(
            Words.small(driver.queues),
            Words.small(driver.commandsPerUnit),
            Words.small(driver.maxSectors),
            Words.on(driver.ioeventfd),
            Words.small(driver.iothread));
  }

  private static VirtioDriver virtio(Controller.@Nullable ControllerDriver driver) {
    return driver == null
        ? VirtioDriver.USUAL
        : new VirtioDriver(
            Words.on(driver.iommu),
            Words.on(driver.ats),
            Words.on(driver.packed),
            Words.on(driver.pagePerVq));
  }

  /** The first number that no other of the kind has; 0 of PCI is the root. */
  private int free(Controller c, Kind kind, String model) {
    if (c.master != null || model.endsWith("-root")) {
      return 0;
    }
    int index = kind == Kind.PCI ? 1 : 0;
    while (!of(kind).add(index)) {
      index++;
    }
    return index;
  }

  private Set<Integer> of(Kind kind) {
    return taken.computeIfAbsent(kind, _ -> new HashSet<>());
  }

  private Optional<Integer> index(Controller c) {
    Optional<Integer> index = Words.small(c.index);
    return index.filter(i -> i <= MAX_INDEX);
  }

  private static Kind kind(Controller c) {
    String type = Words.word(c.type, "");
    for (Kind kind : Kind.values()) {
      if (kind.toString().equals(type)) {
        return kind;
      }
    }
    return Kind.USB; // the schema has refused it
  }
}
