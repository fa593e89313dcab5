package vcg.read;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import vcg.cgroup.Group;
import vcg.cgroup.Knob;
import vcg.cgroup.PartitionPath;
import vcg.cgroup.Value;
import vcg.model.Bytes;
import vcg.model.Driver;
import vcg.model.Guest;
import vcg.model.GuestId;
import vcg.model.Located;
import vcg.model.Machine;
import vcg.model.Memory;
import vcg.model.Tuning;
import vcg.read.xml.Domain;
import vcg.read.xml.Os;
import vcg.read.xml.Text;

/**
 * Turns the elements of a document into a guest. What is wrong goes to the findings and is
 * replaced, so that all of it is found; a guest counts only when nothing was.
 */
final class GuestBinder {
  /** Version 5 identifiers are made below this one, which was drawn at random. */
  private static final UUID NAMES = UUID.fromString("8f4a2c0e-6d1b-4a77-9a35-3c1f5e7b9d20");

  private static final int HEX_DIGITS = 32;

  private final Findings findings;

  GuestBinder(Findings findings) {
    this.findings = findings;
  }

  Guest bind(Domain domain, String digest) {
    Driver driver = Words.is(domain.type, "lxc") ? Driver.LXC : Driver.QEMU;
    Text name = domain.name == null ? new Text() : domain.name;
    GuestId id = new GuestId(driver, name.text);
    domain.seclabels.forEach(label ->
        findings.warning(
            Codes.NO_EFFECT, label, "<seclabel> has no effect: vcg gives no security labels"));
    Optional<Located<Bytes>> memory = memory(domain);
    Tuning tuning = new TuningBinder(findings).bind(domain, driver);
    Machine machine = machine(id, domain, memory);
    SortedMap<Group, Tuning> groups =
        switch (machine) {
          case Machine.Container _ -> new TreeMap<>(Map.of(Group.CONTAINER, Tuning.NONE));
          case Machine.Qemu qemu ->
              new GroupBinder(findings).bind(domain, qemu, tuning.get(Knob.CPUSET_CPUS));
        };
    return new Guest(
        id,
        uuid(domain, id),
        findings.at(name),
        digest,
        partition(domain),
        driver == Driver.LXC ? withMemory(memory, tuning) : GroupBinder.around(groups, tuning),
        groups,
        new PolicyBinder(findings).ofGuest(domain.metadata),
        machine);
  }

  /** A container's memory is what its cgroup lets it use, as in libvirt. */
  private static Tuning withMemory(Optional<Located<Bytes>> memory, Tuning tuning) {
    SortedMap<Knob, Located<Value>> values = new TreeMap<>(tuning.values());
    memory.ifPresent(m ->
        values.putIfAbsent(
            Knob.MEMORY_HARD_LIMIT, new Located<>(Value.amount(m.value().number()), m.at())));
    return new Tuning(values, tuning.devices());
  }

  private Machine machine(GuestId id, Domain domain, Optional<Located<Bytes>> memory) {
    Optional<Os.OsType> type = osType(id.driver(), domain);
    return switch (id.driver()) {
      case LXC -> {
        new MemoryBinder(findings).warnContainer(domain, memory);
        yield new ContainerBinder(findings).bind(domain);
      }
      case QEMU -> {
        Memory size = new MemoryBinder(findings).bind(domain, memory);
        yield new QemuBinder(findings).bind(domain, type, uuid(domain, id), size);
      }
    };
  }

  private Optional<Os.OsType> osType(Driver driver, Domain domain) {
    if (domain.os == null) {
      return Optional.empty();
    }
    Optional<Os.OsType> type = Words.only(domain.os.types, "type", findings);
    if (type.isEmpty()) {
      findings.error(Codes.MISSING_ELEMENT, domain.os, "<os> needs <type>");
    }
    String right = driver == Driver.LXC ? "exe" : "hvm";
    String wrong = driver == Driver.LXC ? "hvm" : "exe";
    type.filter(t -> t.text.strip().equals(wrong))
        .ifPresent(t ->
            findings.textError(
                Codes.WRONG_DRIVER,
                t,
                "os type is "
                    + Printed.value(wrong)
                    + ", must be "
                    + right
                    + " for a domain of type "
                    + Words.word(domain.type, "")));
    return type;
  }

  private Optional<Located<Bytes>> memory(Domain domain) {
    return Optional.ofNullable(domain.memory).flatMap(m -> Sizes.of(m, "memory", findings));
  }

  private Located<PartitionPath> partition(Domain domain) {
    Text stated = domain.resource == null ? null : domain.resource.partition;
    if (stated == null) {
      return new Located<>(PartitionPath.DEFAULT, findings.at(domain));
    }
    String path = stated.text.strip().intern(); // mostly that of other guests
    Optional<String> refusal = PartitionPath.refusal(path);
    if (refusal.isPresent()) {
      String why = Printed.shortened(refusal.get(), 160);
      findings.textError(Codes.PARTITION, stated, "partition " + Printed.value(path) + " " + why);
      return new Located<>(PartitionPath.DEFAULT, findings.at(domain));
    }
    return new Located<>(new PartitionPath(path), findings.at(stated));
  }

  private static UUID uuid(Domain domain, GuestId id) {
    String digits = domain.uuid == null ? "" : domain.uuid.text.strip().replace("-", "");
    return parsed(digits).orElseGet(() -> derived(id));
  }

  /** An identifier from its 32 digits; empty: these are not. */
  static Optional<UUID> parsed(String digits) {
    boolean right =
        digits.length() == HEX_DIGITS && digits.chars().allMatch(c -> Character.digit(c, 16) >= 0);
    return right
        ? Optional.of(
            new UUID(
                Long.parseUnsignedLong(digits.substring(0, 16), 16),
                Long.parseUnsignedLong(digits.substring(16), 16)))
        : Optional.empty();
  }

  /** The identifier of a guest that states none: version 5, from driver and name. */
  static UUID derived(GuestId id) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-1");
      sha.update(bytes(NAMES.getMostSignificantBits()));
      sha.update(bytes(NAMES.getLeastSignificantBits()));
      sha.update((id.driver() + "/" + id.name()).getBytes(StandardCharsets.UTF_8));
      ByteBuffer hash = ByteBuffer.wrap(sha.digest());
      long high = (hash.getLong() & ~0xf000L) | 0x5000L;
      long low = (hash.getLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
      return new UUID(high, low);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-1", e);
    }
  }

  private static byte[] bytes(long number) {
    return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
  }
}
