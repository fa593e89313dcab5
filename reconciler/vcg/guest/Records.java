package vcg.guest;

import java.io.IOException;
import java.util.List;
import vcg.model.GuestId;
import vcg.model.GuestRecord;
import vcg.model.PartitionRecords;

/** What vcg remembers between two runs. Each method leaves either the old or the new content. */
public interface Records {
  /** All guests, in order of their identity. An unreadable record is an {@link IOException}. */
  List<GuestRecord> guests() throws IOException;

  void put(GuestRecord record) throws IOException;

  /** Forgets a guest; success also when there was nothing to forget. */
  void remove(GuestId guest) throws IOException;

  /** What is known of partitions; nothing when nothing was put yet. */
  PartitionRecords partitions() throws IOException;

  void putPartitions(PartitionRecords partitions) throws IOException;
}
