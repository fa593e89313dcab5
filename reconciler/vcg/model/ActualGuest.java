package vcg.model;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import vcg.cgroup.Group;

/**
 * A guest as it is.
 *
 * @param record what vcg remembers of it; empty: vcg never started it
 * @param running its process; empty: it does not run
 * @param cgroup its directories where the document puts them, or where the record says they are
 * @param groups the directories of groups below that: those that exist, and those that the document
 *     asks for
 * @param devices which devices it may open
 * @param taps the tap devices that were made for it, by name
 * @param container what only a container has; of a virtual machine {@link ActualContainer#NONE}
 */
public record ActualGuest(
    GuestId id,
    Optional<GuestRecord> record,
    Optional<Running> running,
    ActualCgroup cgroup,
    SortedMap<Group, ActualCgroup> groups,
    DeviceAccess devices,
    SortedMap<String, ActualTap> taps,
    ActualContainer container) {
  public ActualGuest {
    groups = Sorted.copy(groups);
    taps = Sorted.copy(taps);
  }

  /** A guest without tap devices; a virtual machine, or a container that was never started. */
  public ActualGuest(
      GuestId id,
      Optional<GuestRecord> record,
      Optional<Running> running,
      ActualCgroup cgroup,
      SortedMap<Group, ActualCgroup> groups,
      DeviceAccess devices) {
    this(
        id,
        record,
        running,
        cgroup,
        groups,
        devices,
        Collections.emptySortedMap(),
        ActualContainer.NONE);
  }

  ActualGuest withoutUse() {
    return cgroup.used().isEmpty()
        ? this
        : new ActualGuest(
            id, record, running, cgroup.withoutUse(), groups, devices, taps, container);
  }
}
