package vcg.model;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import vcg.cgroup.Knob;
import vcg.cgroup.PartitionPath;
import vcg.cgroup.Value;

/**
 * What one domain file asks for, whole and valid.
 *
 * @param id driver and name
 * @param uuid as stated, or derived from the name, so that it is stable
 * @param at the place of the document's name
 * @param digest SHA-256 of the file's bytes, in hexadecimal
 * @param partition as stated, or the default
 * @param tuning every knob that the document sets, in the document's units; sizes in bytes
 * @param policy vcg's own settings
 * @param machine what to run
 */
public record Guest(
    GuestId id,
    UUID uuid,
    Location at,
    String digest,
    Located<PartitionPath> partition,
    SortedMap<Knob, Located<Value>> tuning,
    Policy policy,
    Machine machine) {
  public Guest {
    tuning = Collections.unmodifiableSortedMap(new TreeMap<>(tuning));
  }
}
