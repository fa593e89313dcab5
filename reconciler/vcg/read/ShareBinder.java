package vcg.read;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vcg.model.Located;
import vcg.model.SharedDirectory;
import vcg.model.VirtioDriver;
import vcg.read.xml.Filesystem;

/** Reads directories of the host that a virtual machine can mount. */
final class ShareBinder {
  private static final int MAX_TAG = 31;

  private final Findings findings;
  private final Map<String, Filesystem> tags = new HashMap<>();

  ShareBinder(Findings findings) {
    this.findings = findings;
  }

  List<SharedDirectory> bind(List<Filesystem> filesystems) {
    return filesystems.stream().map(this::share).toList();
  }

  private SharedDirectory share(Filesystem f) {
    if (!Words.word(f.type, "mount").equals("mount")) {
      findings.attributeError(
          Codes.WRONG_DRIVER,
          f,
          "type",
          "a virtual machine mounts file systems of type mount only");
    }
    SharedDirectory.Access access =
        switch (Words.word(f.accessmode, "passthrough")) {
          case "mapped" -> SharedDirectory.Access.MAPPED;
          case "squash" -> SharedDirectory.Access.SQUASH;
          default -> SharedDirectory.Access.PASSTHROUGH;
        };
    if (access != SharedDirectory.Access.MAPPED && (f.fmode != null || f.dmode != null)) {
      String which = f.fmode == null ? "dmode" : "fmode";
      findings.attributeError(
          Codes.CONTRADICTION, f, which, which + " is for accessmode mapped only");
    }
    Filesystem.FilesystemDriver driver =
        f.driver == null ? new Filesystem.FilesystemDriver() : f.driver;
    return new SharedDirectory(
        findings.at(f),
        source(f),
        tag(f),
        access,
        f.readonly != null,
        Words.is(driver.wrpolicy, "immediate"),
        Words.word(f.multidevs).filter(m -> !m.equals("default")),
        Words.word(f.fmode),
        Words.word(f.dmode),
        Words.word(f.model),
        virtio(f.driver),
        new PlaceBinder(findings).bind(f.alias, f.address));
  }

  private static VirtioDriver virtio(Filesystem.@Nullable FilesystemDriver driver) {
    return driver == null
        ? VirtioDriver.USUAL
        : new VirtioDriver(
            Words.on(driver.iommu),
            Words.on(driver.ats),
            Words.on(driver.packed),
            Words.on(driver.pagePerVq));
  }

  private Located<String> source(Filesystem f) {
    Filesystem.FilesystemSource source =
        f.source == null ? new Filesystem.FilesystemSource() : f.source;
    Optional<String> directory = Words.word(source.dir);
    if (f.source != null && directory.isEmpty()) {
      findings.error(Codes.INCOMPLETE, source, "<source> of this file system needs dir");
    }
    for (String name : List.of("usage", "units")) {
      if ((name.equals("usage") ? source.usage : source.units) != null) {
        findings.attributeError(
            Codes.CONTRADICTION, source, name, name + " is for file systems of type ram only");
      }
    }
    return new Located<>(
        directory.orElse("/"), f.source == null ? findings.at(f) : findings.at(source, "dir"));
  }

  private String tag(Filesystem f) {
    String tag = f.target == null ? "" : Words.word(f.target.dir, "");
    if (f.target == null) {
      return tag;
    }
    if (tag.getBytes(StandardCharsets.UTF_8).length > MAX_TAG) {
      findings.attributeError(
          Codes.CONTRADICTION,
          f.target,
          "dir",
          "the name that a guest mounts a directory by has at most " + MAX_TAG + " bytes");
    }
    Filesystem other = tags.putIfAbsent(tag, f);
    if (other != null) {
      findings.attributeError(
          Codes.TWICE,
          f.target,
          "dir",
          "file system " + Printed.value(tag) + " occurs twice",
          "the first one is at " + findings.at(other));
    }
    return tag;
  }
}
