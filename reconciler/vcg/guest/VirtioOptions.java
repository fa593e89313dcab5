package vcg.guest;

import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;
import vcg.model.VirtioDriver;

/** The properties that all virtio devices have. */
final class VirtioOptions {
  private VirtioOptions() {}

  /** QEMU's name for a model such as {@code virtio-transitional} of a device. */
  static String driver(String usual, String model) {
    return usual + model.replaceFirst("^virtio", "");
  }

  static void put(ObjectNode device, VirtioDriver driver) {
    put(device, "iommu_platform", driver.iommu());
    put(device, "ats", driver.ats());
    put(device, "packed", driver.packed());
    put(device, "page-per-vq", driver.pagePerVq());
  }

  /** A property that is left to QEMU where the document does not say it. */
  static void put(ObjectNode device, String name, Optional<Boolean> value) {
    value.ifPresent(v -> device.put(name, v));
  }

  /** As above, for a number. */
  static void number(ObjectNode device, String name, Optional<Integer> value) {
    value.ifPresent(v -> device.put(name, v));
  }
}
