package vcg.read;

import java.util.Optional;
import vcg.model.Bytes;
import vcg.model.DiskDrive;
import vcg.model.Located;
import vcg.model.VirtioDriver;
import vcg.read.xml.Disk;

/** Reads how the image of a disk is accessed, and how requests for it are handled. */
final class DiskDriverBinder {
  private final Findings findings;

  DiskDriverBinder(Findings findings) {
    this.findings = findings;
  }

  String format(Disk.DiskDriver driver) {
    return Words.word(driver.type, "raw");
  }

  DiskDrive.Access access(Disk.DiskDriver driver) {
    return new DiskDrive.Access(
        Words.word(driver.cache).filter(c -> !c.equals("default")),
        Words.word(driver.io),
        Words.word(driver.discard),
        Words.word(driver.detectZeroes),
        Words.is(driver.copyOnRead, "on"),
        metadataCache(driver));
  }

  private Optional<Bytes> metadataCache(Disk.DiskDriver driver) {
    Disk.MetadataCache cache = driver.metadataCache;
    if (cache == null) {
      return Optional.empty();
    }
    if (!format(driver).equals("qcow2")) {
      findings.error(Codes.CONTRADICTION, cache, "only images of format qcow2 have tables to keep");
    }
    return Optional.ofNullable(cache.maxSize)
        .flatMap(size -> Sizes.of(size, "max_size", findings))
        .map(Located::value);
  }

  DiskDrive.Requests requests(Disk.DiskDriver driver) {
    Optional<String> write =
        Words.word(driver.errorPolicy).map(p -> p.equals("enospace") ? "enospc" : p);
    Optional<String> read =
        Words.word(driver.readErrorPolicy).or(() -> write.filter(p -> !p.equals("enospc")));
    return new DiskDrive.Requests(
        write,
        read,
        Words.small(driver.iothread).map(i -> new Located<>(i, findings.at(driver, "iothread"))),
        Words.small(driver.queues),
        Words.small(driver.queueSize),
        Words.on(driver.ioeventfd),
        Words.on(driver.eventIdx),
        new VirtioDriver(
            Words.on(driver.iommu),
            Words.on(driver.ats),
            Words.on(driver.packed),
            Words.on(driver.pagePerVq)));
  }
}
