package vcg.validate;

import java.util.List;
import java.util.Optional;
import vcg.guest.Buses;
import vcg.guest.ControllerModels;
import vcg.model.BusController;
import vcg.model.BusController.Kind;
import vcg.model.Machine;
import vcg.model.Problem;
import vcg.model.VirtioDriver;

/** Whether each controller is one that its machine can have. */
final class ControllerRules {
  private static final String SETTING = "VCG215";
  private static final int XHCI_PORTS = 15;

  private ControllerRules() {}

  static void check(Machine.Qemu qemu, Buses buses, List<Problem> problems) {
    for (BusController controller : qemu.hardware().controllers()) {
      switch (controller.kind()) {
        case PCI -> pci(qemu, controller, problems);
        case USB -> usb(buses, controller, problems);
        case IDE -> ide(qemu, controller, problems);
        case SCSI, VIRTIO_SERIAL -> requests(qemu, controller, problems);
        case FDC -> {
          if (controller.index() > 0) {
            refuse(controller, "a machine has one floppy controller", problems);
          }
        }
        case SATA -> {}
      }
    }
  }

  private static void pci(Machine.Qemu qemu, BusController controller, List<Problem> problems) {
    boolean q35 = MachineRules.isQ35(qemu);
    String model = ControllerModels.word(qemu, controller);
    String type = qemu.board().type().value();
    boolean root = model.equals("pci-root") || model.equals("pcie-root");
    if (root != (controller.index() == 0)) {
      refuse(controller, "the PCI controller of index 0, and no other, is the root", problems);
    } else if (root && model.equals("pcie-root") != q35) {
      String right = q35 ? "pcie-root" : "pci-root";
      refuse(controller, "the root of machine type " + type + " is " + right, problems);
    } else if (!q35 && (model.startsWith("pcie") || model.startsWith("dmi"))) {
      refuse(controller, "machine type " + type + " has no PCI Express for " + model, problems);
    } else if (q35 && model.equals("pci-expander-bus")) {
      refuse(controller, "machine type " + type + " takes pcie-expander-bus instead", problems);
    }
  }

  private static void usb(Buses buses, BusController controller, List<Problem> problems) {
    if (controller.ports().filter(p -> p > XHCI_PORTS).isPresent()) {
      refuse(controller, "a usb controller has at most " + XHCI_PORTS + " ports", problems);
    }
    if (controller.master().isPresent()
        && buses.controller(Kind.USB, controller.index()).isEmpty()) {
      String message = "there is no usb controller " + controller.index() + " to be companion of";
      refuse(controller, message, problems);
    }
  }

  private static void ide(Machine.Qemu qemu, BusController controller, List<Problem> problems) {
    if (MachineRules.isQ35(qemu)) {
      String type = qemu.board().type().value();
      refuse(controller, "machine type " + type + " has no bus ide; it has sata", problems);
    } else if (controller.index() > 0) {
      refuse(controller, "a machine has one ide controller", problems);
    }
  }

  private static void requests(
      Machine.Qemu qemu, BusController controller, List<Problem> problems) {
    boolean tuned =
        !controller.queues().equals(BusController.Queues.USUAL)
            || !controller.virtio().equals(VirtioDriver.USUAL);
    if (tuned && !ControllerModels.isVirtio(qemu, controller)) {
      String model = ControllerModels.word(qemu, controller);
      refuse(controller, "<driver> is for virtio controllers only, not for " + model, problems);
    }
    BusController.Queues queues = controller.queues();
    if (queues.ioThread().isPresent() && queues.ioEventFd().equals(Optional.of(false))) {
      refuse(controller, "iothread needs ioeventfd, which is off", problems);
    }
    queues
        .ioThread()
        .filter(thread -> !qemu.processors().hasIoThread(thread))
        .ifPresent(thread ->
            refuse(
                controller,
                "there is no I/O thread " + thread + "; <iothreads> says how many",
                problems));
  }

  private static void refuse(BusController controller, String message, List<Problem> problems) {
    problems.add(Problem.error(SETTING, controller.at(), message));
  }
}
