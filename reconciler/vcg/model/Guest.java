package vcg.model;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import vcg.cgroup.Group;
import vcg.cgroup.PartitionPath;

/**
 * What one domain file asks for, whole and valid.
 *
 * @param id driver and name
 * @param uuid as stated, or derived from the name, so that it is stable
 * @param at the place of the document's name
 * @param digest SHA-256 of the file's bytes, in hexadecimal
 * @param partition as stated, or the default
 * @param tuning what the document asks of the guest's cgroup
 * @param groups what it asks of cgroups below that: of a virtual machine none, or one for each
 *     group of threads; of a container one for all that is in it
 * @param policy vcg's own settings
 * @param machine what to run
 */
public record Guest(
    GuestId id,
    UUID uuid,
    Location at,
    String digest,
    Located<PartitionPath> partition,
    Tuning tuning,
    SortedMap<Group, Tuning> groups,
    Policy policy,
    Machine machine) {
  public Guest {
    groups = Sorted.copy(groups);
  }

  /** How its threads are to be scheduled, of those that are not to be as all others. */
  public SortedMap<Group, Located<Scheduling>> schedulers() {
    return switch (machine) {
      case Machine.Qemu qemu -> qemu.processors().schedulers();
      case Machine.Container _ -> new TreeMap<>();
    };
  }

  /** The same guest without cgroups below its own. */
  public Guest withoutGroups() {
    return new Guest(id, uuid, at, digest, partition, tuning, new TreeMap<>(), policy, machine);
  }

  /** The same guest as a file of this digest has it that differs in nothing but the tuning. */
  public Guest with(Tuning other, String itsDigest) {
    return new Guest(id, uuid, at, itsDigest, partition, other, groups, policy, machine);
  }

  /** The same guest with another machine. */
  public Guest with(Machine other) {
    return new Guest(id, uuid, at, digest, partition, tuning, groups, policy, other);
  }
}
