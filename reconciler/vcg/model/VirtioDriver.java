package vcg.model;

import java.util.Optional;

/** How a virtio device talks to its guest; empty: QEMU's default. */
public record VirtioDriver(
    Optional<Boolean> iommu,
    Optional<Boolean> ats,
    Optional<Boolean> packed,
    Optional<Boolean> pagePerVq) {
  /** Nothing said. */
  public static final VirtioDriver USUAL =
      new VirtioDriver(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
