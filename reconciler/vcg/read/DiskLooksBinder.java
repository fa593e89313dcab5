package vcg.read;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vcg.model.DiskDrive;
import vcg.read.xml.Disk;
import vcg.read.xml.Text;

/** Reads what the guest is told about a disk. */
final class DiskLooksBinder {
  private final Findings findings;

  DiskLooksBinder(Findings findings) {
    this.findings = findings;
  }

  DiskDrive.Looks bind(Disk disk) {
    Disk.DiskTarget target = disk.target == null ? new Disk.DiskTarget() : disk.target;
    return new DiskDrive.Looks(
        text(disk.serial),
        text(disk.wwn).map(w -> w.startsWith("0x") ? w.substring(2) : w),
        text(disk.vendor),
        text(disk.product),
        Words.on(target.removable),
        Words.small(target.rotationRate),
        Words.is(target.tray, "open"),
        disk.blockio == null ? DiskDrive.Blocks.USUAL : blocks(disk.blockio),
        Optional.ofNullable(disk.geometry).flatMap(this::geometry));
  }

  private static Optional<String> text(@Nullable Text text) {
    return Optional.ofNullable(text).flatMap(t -> Words.word(t.text));
  }

  private DiskDrive.Blocks blocks(Disk.BlockIo blocks) {
    return new DiskDrive.Blocks(
        size(blocks, "logical_block_size", blocks.logical),
        size(blocks, "physical_block_size", blocks.physical),
        size(blocks, "discard_granularity", blocks.discardGranularity));
  }

  /** QEMU takes powers of two from 512 bytes to 2 MiB for blocks. */
  private Optional<Long> size(Disk.BlockIo blocks, String name, @Nullable String text) {
    Optional<Long> size = Words.number(text).filter(n -> n > 0);
    boolean block = !name.startsWith("discard");
    if (size.filter(n -> block && (n < 512 || n > 2 << 20 || Long.bitCount(n) != 1)).isPresent()) {
      findings.attributeError(
          Codes.SIZE,
          blocks,
          name,
          name + " is " + size.get() + ", must be a power of two from 512 to 2097152");
    }
    return size;
  }

  private Optional<DiskDrive.Geometry> geometry(Disk.Geometry geometry) {
    Optional<Integer> cylinders = Words.small(geometry.cyls);
    Optional<Integer> heads = Words.small(geometry.heads);
    Optional<Integer> sectors = Words.small(geometry.secs);
    if (cylinders.isEmpty() || heads.isEmpty() || sectors.isEmpty()) {
      return Optional.empty(); // the schema has refused it
    }
    return Optional.of(
        new DiskDrive.Geometry(
            cylinders.get(), heads.get(), sectors.get(), Words.word(geometry.trans)));
  }
}
