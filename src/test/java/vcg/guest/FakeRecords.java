package vcg.guest;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import vcg.model.GuestId;
import vcg.model.GuestRecord;
import vcg.model.PartitionRecords;

/** What vcg remembers, in memory. */
public final class FakeRecords implements Records {
  private final TreeMap<GuestId, GuestRecord> guests = new TreeMap<>();
  private PartitionRecords partitions = PartitionRecords.NONE;
  private Duration age = Duration.ZERO;
  private Optional<String> full = Optional.empty();

  /** How long ago the first of it was noted. */
  public Duration age() {
    return age;
  }

  /** From now on it is that time. */
  public void age(Duration now) {
    age = now;
  }

  /** From now on nothing can be written about guests of this name. */
  public void refuse(String name) {
    full = Optional.of(name);
  }

  @Override
  public List<GuestRecord> guests() {
    return List.copyOf(guests.values());
  }

  @Override
  public void put(GuestRecord record) throws IOException {
    if (full.filter(record.id().name()::equals).isPresent()) {
      throw new IOException("cannot write the record of " + record.id() + ": ENOSPC");
    }
    guests.put(record.id(), record);
    age = age.plusHours(1);
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
