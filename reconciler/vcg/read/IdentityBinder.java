package vcg.read;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import vcg.model.Identity;
import vcg.model.Identity.Table.Kind;
import vcg.model.Located;
import vcg.read.xml.Domain;
import vcg.read.xml.Os;
import vcg.read.xml.Sysinfo;

/** Reads what a virtual machine tells its guest about itself. */
final class IdentityBinder {
  private final Findings findings;
  private final List<Located<Identity.Table>> tables = new ArrayList<>();

  IdentityBinder(Findings findings) {
    this.findings = findings;
  }

  /** What the document says; a generation number that it leaves to vcg comes from {@code uuid}. */
  Identity bind(Domain domain, Os os, UUID uuid) {
    boolean wanted =
        Words.only(os.smbioses, "smbios", findings)
            .filter(s -> Words.is(s.mode, "sysinfo"))
            .isPresent();
    Optional<Sysinfo> smbios = ofType(domain, "smbios");
    if (wanted && smbios.isEmpty()) {
      findings.error(
          Codes.INCOMPLETE,
          os.smbioses.getFirst(),
          "smbios mode sysinfo needs a <sysinfo> of type smbios");
    }
    smbios.ifPresent(sysinfo -> {
      if (!wanted) {
        findings.warning(
            Codes.NO_EFFECT, sysinfo, "<sysinfo> has no effect without <smbios mode=\"sysinfo\"/>");
      }
      sysinfo.entries.forEach(e ->
          findings.error(Codes.CONTRADICTION, e, "only <sysinfo> of type fwcfg has named values"));
      tables(sysinfo, uuid);
    });
    return new Identity(
        wanted ? tables : List.of(),
        os.smbioses.stream().filter(s -> Words.is(s.mode, "host")).findFirst().map(findings::at),
        ofType(domain, "fwcfg").map(this::blobs).orElse(List.of()),
        generation(domain, uuid));
  }

  private Optional<Sysinfo> ofType(Domain domain, String type) {
    return Words.only(
        domain.sysinfos.stream().filter(s -> Words.is(s.type, type)).toList(),
        "sysinfo type=\"" + type + "\"",
        findings);
  }

  private void tables(Sysinfo sysinfo, UUID uuid) {
    table(sysinfo.bioses, "bios", Kind.BIOS, uuid);
    table(sysinfo.systems, "system", Kind.SYSTEM, uuid);
    table(sysinfo.baseBoards, "baseBoard", Kind.BASE_BOARD, uuid);
    table(sysinfo.chassis, "chassis", Kind.CHASSIS, uuid);
    sysinfo.systems.stream()
        .flatMap(s -> s.entries.stream())
        .filter(e -> Words.is(e.name, "uuid"))
        .filter(e -> !e.text.strip().replace("-", "").equalsIgnoreCase(plain(uuid)))
        .forEach(e ->
            findings.textError(
                Codes.CONTRADICTION, e, "the uuid of the system must be the guest's, " + uuid));
    sysinfo.bioses.stream()
        .flatMap(s -> s.entries.stream())
        .filter(e -> Words.is(e.name, "release"))
        .filter(e -> !e.text.strip().matches("\\d{1,2}\\.\\d{1,2}|[12]\\d\\d?\\.\\d{1,3}"))
        .forEach(e ->
            findings.textError(
                Codes.WRONG_VALUE, e, "release is two numbers up to 255 with a dot, such as 1.15"));
    Words.only(sysinfo.oemStrings, "oemStrings", findings)
        .ifPresent(o ->
            tables.add(
                new Located<>(
                    new Identity.Table(
                        Kind.OEM_STRINGS,
                        o.entries.stream().map(e -> new Identity.Entry("", e.text)).toList()),
                    findings.at(o))));
  }

  private static String plain(UUID uuid) {
    return uuid.toString().replace("-", "");
  }

  /** The only right uuid is the guest's, which QEMU takes with dashes alone. */
  private void table(List<Sysinfo.Section> sections, String name, Kind kind, UUID uuid) {
    Optional<Sysinfo.Section> section = Words.only(sections, name, findings);
    section.ifPresent(s -> {
      Set<String> seen = new HashSet<>();
      List<Identity.Entry> entries = new ArrayList<>();
      for (Sysinfo.Entry entry : s.entries) {
        String entryName = Words.word(entry.name, "");
        if (!seen.add(entryName)) {
          findings.attributeError(
              Codes.TWICE, entry, "name", "entry " + entryName + " occurs twice");
        }
        String value = entryName.equals("uuid") ? uuid.toString() : entry.text;
        entries.add(new Identity.Entry(entryName, value));
      }
      tables.add(new Located<>(new Identity.Table(kind, entries), findings.at(s)));
    });
  }

  private List<Located<Identity.Blob>> blobs(Sysinfo sysinfo) {
    sysinfo.bioses.forEach(this::notHere);
    sysinfo.systems.forEach(this::notHere);
    sysinfo.baseBoards.forEach(this::notHere);
    sysinfo.chassis.forEach(this::notHere);
    sysinfo.oemStrings.forEach(this::notHere);
    List<Located<Identity.Blob>> blobs = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Sysinfo.BlobEntry entry : sysinfo.entries) {
      String name = Words.word(entry.name, "");
      if (!seen.add(name)) {
        findings.attributeError(Codes.TWICE, entry, "name", "entry " + name + " occurs twice");
      }
      boolean isFile = entry.file != null;
      if (isFile && !entry.text.isBlank()) {
        findings.textError(Codes.CONTRADICTION, entry, "an entry has a text or a file, not both");
      } else if (!isFile && entry.text.isEmpty()) {
        findings.error(Codes.INCOMPLETE, entry, "an entry needs a text or a file");
      }
      String value = isFile ? Words.word(entry.file, "") : entry.text;
      blobs.add(new Located<>(new Identity.Blob(name, value, isFile), findings.at(entry)));
    }
    return blobs;
  }

  private void notHere(vcg.read.xml.Placed table) {
    findings.error(Codes.CONTRADICTION, table, "<sysinfo> of type fwcfg has no tables");
  }

  private Optional<Located<UUID>> generation(Domain domain, UUID guest) {
    if (domain.genid == null) {
      return Optional.empty();
    }
    String digits = domain.genid.text.strip().replace("-", "");
    UUID number =
        digits.isEmpty()
            ? UUID.nameUUIDFromBytes(
                ("generation of " + guest).getBytes(java.nio.charset.StandardCharsets.UTF_8))
            : GuestBinder.parsed(digits).orElse(guest);
    return Optional.of(new Located<>(number, findings.at(domain.genid)));
  }
}
