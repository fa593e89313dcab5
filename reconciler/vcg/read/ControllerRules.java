package vcg.read;

import java.util.Map;
import java.util.Optional;
import vcg.read.xml.Devices;

/** Accepts controllers that a machine has anyway, and refuses those that would have to be made. */
final class ControllerRules {
  private static final Map<String, String> MODELS =
      Map.of("usb", "none", "pci", "pci-root", "ide", "piix3", "sata", "ahci");

  private final Findings findings;

  ControllerRules(Findings findings) {
    this.findings = findings;
  }

  void check(Devices.Controller controller) {
    String type = Words.word(controller.type, "");
    if (Words.small(controller.index).orElse(0) > 0) {
      findings.attributeError(
          Codes.NOT_SUPPORTED, controller, "index", "further controllers are not supported by vcg");
    }
    Optional<String> model = Words.word(controller.model);
    String usual = MODELS.getOrDefault(type, "");
    boolean right =
        model.isEmpty()
            || model.get().equals(usual)
            || (type.equals("pci") && model.get().equals("pcie-root"));
    if (!right && !type.isEmpty()) {
      findings.attributeError(
          Codes.CONTRADICTION,
          controller,
          "model",
          "a controller of type " + type + " cannot be of model " + Printed.value(model.get()));
    }
  }
}
