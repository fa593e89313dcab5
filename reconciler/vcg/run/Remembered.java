package vcg.run;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import vcg.guest.Records;
import vcg.model.GuestId;
import vcg.model.GuestRecord;
import vcg.model.PartitionRecords;

/**
 * What vcg remembers, read once and kept: nobody else writes it while this process holds the lock.
 * What could not be written is not remembered either.
 */
final class Remembered implements Records {
  private final Records stored;
  private final ConcurrentSkipListMap<GuestId, GuestRecord> guests = new ConcurrentSkipListMap<>();
  private volatile PartitionRecords partitions;

  private Remembered(Records stored, PartitionRecords partitions) {
    this.stored = stored;
    this.partitions = partitions;
  }

  static Remembered of(Records stored) throws IOException {
    Remembered remembered = new Remembered(stored, stored.partitions());
    stored.guests().forEach(r -> remembered.guests.put(r.id(), r));
    return remembered;
  }

  Optional<GuestRecord> of(GuestId id) {
    return Optional.ofNullable(guests.get(id));
  }

  List<GuestRecord> of(Collection<GuestId> ids) {
    return ids.stream().flatMap(id -> of(id).stream()).toList();
  }

  @Override
  public List<GuestRecord> guests() {
    return List.copyOf(guests.values());
  }

  @Override
  public void put(GuestRecord record) throws IOException {
    stored.put(record);
    guests.put(record.id(), record);
  }

  @Override
  public void remove(GuestId guest) throws IOException {
    stored.remove(guest);
    guests.remove(guest);
  }

  @Override
  public PartitionRecords partitions() {
    return partitions;
  }

  @Override
  public void putPartitions(PartitionRecords now) throws IOException {
    stored.putPartitions(now);
    partitions = now;
  }
}
