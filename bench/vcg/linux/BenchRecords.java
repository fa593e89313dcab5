package vcg.linux;

import java.io.IOException;
import java.util.List;
import vcg.guest.Records;
import vcg.model.GuestId;
import vcg.model.GuestRecord;
import vcg.model.PartitionRecords;

/** Real records on disk; tells how much time they took. */
final class BenchRecords implements Records {
  private final Records records;
  private long nanos;

  BenchRecords(Records records) {
    this.records = records;
  }

  long nanos() {
    return nanos;
  }

  private interface Work<T> {
    T run() throws IOException;
  }

  private <T> T timed(Work<T> work) throws IOException {
    long start = System.nanoTime();
    try {
      return work.run();
    } finally {
      nanos += System.nanoTime() - start;
    }
  }

  @Override
  public List<GuestRecord> guests() throws IOException {
    return timed(records::guests);
  }

  @Override
  public void put(GuestRecord record) throws IOException {
    timed(() -> {
      records.put(record);
      return record;
    });
  }

  @Override
  public void remove(GuestId guest) throws IOException {
    timed(() -> {
      records.remove(guest);
      return guest;
    });
  }

  @Override
  public PartitionRecords partitions() throws IOException {
    return timed(records::partitions);
  }

  @Override
  public void putPartitions(PartitionRecords partitions) throws IOException {
    timed(() -> {
      records.putPartitions(partitions);
      return partitions;
    });
  }
}
