package vcg.linux;

import java.util.List;
import java.util.TreeMap;
import vcg.guest.Records;
import vcg.model.GuestId;
import vcg.model.GuestRecord;
import vcg.model.PartitionRecords;

/** Records that no disk sees. */
final class MemoryRecords implements Records {
  private final TreeMap<GuestId, GuestRecord> guests = new TreeMap<>();
  private PartitionRecords partitions = PartitionRecords.NONE;

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
  public PartitionRecords partitions() {
    return partitions;
  }

  @Override
  public void putPartitions(PartitionRecords now) {
    partitions = now;
  }
}
