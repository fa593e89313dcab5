package vcg.guest;

import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import vcg.cgroup.CgroupPath;
import vcg.model.GuestId;
import vcg.model.GuestRecord;

/** What vcg remembers, in memory. */
public final class FakeRecords implements Records {
  private final TreeMap<GuestId, GuestRecord> guests = new TreeMap<>();
  private Set<CgroupPath> partitions = Set.of();

  @Override
  public List<GuestRecord> guests() {
    return List.copyOf(guests.values());
  }

  @Override
  public void put(GuestRecord record) {
    guests.put(record.id(), record);
  }

  @Override
  public void remove(GuestId guest) {
    guests.remove(guest);
  }

  @Override
  public Set<CgroupPath> partitions() {
    return partitions;
  }

  @Override
  public void putPartitions(Set<CgroupPath> made) {
    partitions = new TreeSet<>(made);
  }
}
