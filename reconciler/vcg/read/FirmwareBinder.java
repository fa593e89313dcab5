package vcg.read;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import vcg.model.Firmware;
import vcg.model.Located;
import vcg.read.xml.Loader;
import vcg.read.xml.Nvram;
import vcg.read.xml.Os;
import vcg.read.xml.OsFirmware;

/** Reads what a virtual machine runs before its operating system. */
final class FirmwareBinder {
  private final Findings findings;

  FirmwareBinder(Findings findings) {
    this.findings = findings;
  }

  Firmware bind(Os os) {
    boolean efi = Words.is(os.firmware, "efi");
    Optional<Loader> element = Words.only(os.loaders, "loader", findings);
    Optional<Located<Firmware.Loader>> loader =
        element.filter(l -> !l.text.isEmpty()).map(l -> loader(l, efi));
    Optional<Located<Firmware.Wanted>> wanted =
        efi && loader.isEmpty() ? Optional.of(wanted(os, element)) : Optional.empty();
    if (loader.isPresent() || !efi) {
      os.firmwares.forEach(f ->
          findings.error(
              Codes.CONTRADICTION, f, "<firmware> needs firmware=\"efi\" and no path of a loader"));
    }
    element.filter(l -> l.text.isEmpty()).ifPresent(l -> checkWithoutPath(l, efi));
    Optional<Nvram> nvram = Words.only(os.nvrams, "nvram", findings);
    boolean keeps = loader.map(l -> l.value().hasVariables()).orElse(efi && !isStateless(element));
    nvram
        .filter(_ -> !keeps)
        .ifPresent(n ->
            findings.error(
                Codes.CONTRADICTION,
                n,
                "<nvram> needs a read-only loader of type pflash, or firmware=\"efi\""));
    return new Firmware(
        loader,
        nvram.map(n -> new Located<>(new NvramBinder(findings).bind(n), findings.at(n))),
        wanted,
        Words.only(os.bootMenus, "bootmenu", findings)
            .map(m -> new Located<>(menu(m), findings.at(m))),
        Words.only(os.bioses, "bios", findings)
            .filter(b -> Words.is(b.useserial, "yes"))
            .map(b -> new Located<>(true, findings.at(b, "useserial"))),
        os.bioses.stream()
            .findFirst()
            .flatMap(b ->
                Words.small(b.rebootTimeout)
                    .map(t -> new Located<>(t, findings.at(b, "rebootTimeout")))));
  }

  private static boolean isStateless(Optional<Loader> loader) {
    return loader.filter(l -> Words.is(l.stateless, "yes")).isPresent();
  }

  private Located<Firmware.Loader> loader(Loader loader, boolean efi) {
    boolean flash = Words.word(loader.type, efi ? "pflash" : "rom").equals("pflash");
    boolean secure = Words.is(loader.secure, "yes");
    if (!flash && efi) {
      findings.attributeError(
          Codes.CONTRADICTION, loader, "type", "firmware efi lies in flash memory, not in a ROM");
    }
    if (!flash && (secure || Words.is(loader.readonly, "no") || isStateless(Optional.of(loader)))) {
      findings.error(
          Codes.CONTRADICTION,
          loader,
          "only a loader of type pflash is secure, writable, stateless");
    }
    if (!flash && Words.is(loader.format, "qcow2")) {
      findings.attributeError(Codes.CONTRADICTION, loader, "format", "a ROM is a raw image");
    }
    return new Located<>(
        new Firmware.Loader(
            loader.text,
            flash,
            !Words.is(loader.readonly, "no"),
            secure,
            isStateless(Optional.of(loader)),
            Words.word(loader.format, "raw")),
        findings.at(loader));
  }

  /** Without a path, the loader only says what the chosen one must be like. */
  private void checkWithoutPath(Loader loader, boolean efi) {
    if (!efi) {
      findings.error(
          Codes.INCOMPLETE, loader, "<loader> needs the path of an image, or firmware=\"efi\"");
    } else if (Words.is(loader.type, "rom")
        || Words.is(loader.readonly, "no")
        || Words.is(loader.stateless, "yes")
        || loader.format != null) {
      findings.error(
          Codes.CONTRADICTION,
          loader,
          "chosen firmware is a read-only pflash with variables: name an image for anything else");
    }
  }

  private Located<Firmware.Wanted> wanted(Os os, Optional<Loader> loader) {
    SortedMap<String, Boolean> features = new TreeMap<>();
    Words.only(os.firmwares, "firmware", findings)
        .ifPresent(f -> f.features.forEach(feature -> want(feature, features)));
    boolean secure = loader.filter(l -> Words.is(l.secure, "yes")).isPresent();
    return new Located<>(new Firmware.Wanted(features, secure), findings.at(os, "firmware"));
  }

  private void want(OsFirmware.FirmwareFeature feature, Map<String, Boolean> features) {
    String name = Words.word(feature.name, "");
    if (features.putIfAbsent(name, Words.is(feature.enabled, "yes")) != null) {
      findings.attributeError(Codes.TWICE, feature, "name", "feature " + name + " occurs twice");
    }
  }

  private Firmware.Menu menu(Os.BootMenu menu) {
    boolean on = Words.is(menu.enable, "yes");
    if (!on && menu.timeout != null) {
      findings.attributeError(
          Codes.CONTRADICTION, menu, "timeout", "a boot menu that is off does not wait");
    }
    return new Firmware.Menu(on, Words.small(menu.timeout));
  }
}
