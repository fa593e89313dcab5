package vcg.model;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A host as it is, as far as the documents and vcg's own records concern it.
 *
 * @param guests those that a document or a record names
 * @param parent the cgroup under which everything lies
 * @param partitions directories above guests, declared, or made by vcg, by their paths
 * @param remembered what vcg remembers of partitions
 * @param devices what the paths lead to that documents and the device policy name; a path that is
 *     missing is no device
 * @param foreign directories of guests beside ours that vcg did not make
 * @param refusals why a path that a document names cannot be used, such as {@code no such file},
 *     and who else has a guest's uuid, by that
 * @param firmware UEFI firmware that the host has, the preferred first; where a document asks
 * @param tables what the host says about itself; where a document asks
 */
public record Actual(
    Host host,
    SortedMap<GuestId, ActualGuest> guests,
    ActualCgroup parent,
    SortedMap<String, ActualCgroup> partitions,
    PartitionRecords remembered,
    SortedMap<String, DeviceNode> devices,
    List<String> foreign,
    SortedMap<String, String> refusals,
    List<FirmwareBuild> firmware,
    List<Identity.Table> tables) {
  public Actual {
    guests = Sorted.copy(guests);
    partitions = Sorted.copy(partitions);
    devices = Sorted.copy(devices);
    foreign = foreign.stream().sorted().distinct().toList();
    refusals = Sorted.copy(refusals);
    firmware = List.copyOf(firmware);
    tables = List.copyOf(tables);
  }

  /** A host of which no document asks for firmware or tables. */
  public Actual(
      Host host,
      SortedMap<GuestId, ActualGuest> guests,
      ActualCgroup parent,
      SortedMap<String, ActualCgroup> partitions,
      PartitionRecords remembered,
      SortedMap<String, DeviceNode> devices,
      List<String> foreign,
      SortedMap<String, String> refusals) {
    this(
        host,
        guests,
        parent,
        partitions,
        remembered,
        devices,
        foreign,
        refusals,
        List.of(),
        List.of());
  }

  /** The same without what moves by itself: memory in use. */
  public Actual withoutUse() {
    SortedMap<GuestId, ActualGuest> guestsThen = new TreeMap<>();
    guests.forEach((id, guest) -> guestsThen.put(id, guest.withoutUse()));
    SortedMap<String, ActualCgroup> partitionsThen = new TreeMap<>();
    partitions.forEach((path, cgroup) -> partitionsThen.put(path, cgroup.withoutUse()));
    return new Actual(
        host,
        guestsThen,
        parent,
        partitionsThen,
        remembered,
        devices,
        foreign,
        refusals,
        firmware,
        tables);
  }
}
