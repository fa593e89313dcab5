package vcg.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A POSIX access control list, as {@code system.posix_acl_access} holds it: a version, then tag,
 * permissions and user or group of each entry, in the order of tags.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/acl.5.html">acl(5)</a>
 */
record AccessList(List<Entry> entries) {
  static final int READ = 4;
  static final int WRITE = 2;

  private static final int VERSION = 2;
  private static final int HEADER_BYTES = 4;
  private static final int ENTRY_BYTES = 8;
  private static final int NOBODY = -1;

  private static final short OWNER = 0x01;
  private static final short USER = 0x02;
  private static final short GROUP_OF_FILE = 0x04;
  private static final short GROUP = 0x08;
  private static final short MASK = 0x10;
  private static final short OTHERS = 0x20;

  private static final Comparator<Entry> ORDER =
      Comparator.comparingInt(Entry::tag).thenComparingInt(Entry::id);

  AccessList {
    entries = entries.stream().sorted(ORDER).toList();
  }

  /** What an entry allows, as the three bits of a mode. */
  record Entry(short tag, int permissions, int id) {}

  /** What a file without a list has: its mode. */
  static AccessList ofMode(int mode) {
    return new AccessList(
        List.of(
            new Entry(OWNER, mode >> 6 & 7, NOBODY),
            new Entry(GROUP_OF_FILE, mode >> 3 & 7, NOBODY),
            new Entry(OTHERS, mode & 7, NOBODY)));
  }

  static AccessList parse(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.length < HEADER_BYTES || buffer.getInt() != VERSION) {
      throw new IllegalArgumentException("not an access list of version " + VERSION);
    }
    List<Entry> entries = new ArrayList<>();
    while (buffer.remaining() >= ENTRY_BYTES) {
      entries.add(new Entry(buffer.getShort(), buffer.getShort(), buffer.getInt()));
    }
    return new AccessList(entries);
  }

  byte[] bytes() {
    ByteBuffer buffer =
        ByteBuffer.allocate(HEADER_BYTES + ENTRY_BYTES * entries.size())
            .order(ByteOrder.LITTLE_ENDIAN);
    buffer.putInt(VERSION);
    entries.forEach(e -> buffer.putShort(e.tag).putShort((short) e.permissions).putInt(e.id));
    return buffer.array();
  }

  /** What a single user is allowed by an entry of its own; empty: it has none. */
  Optional<Integer> ofUser(int uid) {
    int mask = find(MASK).map(Entry::permissions).orElse(7);
    return entries.stream()
        .filter(e -> e.tag == USER && e.id == uid)
        .map(e -> e.permissions & mask)
        .findFirst();
  }

  /** Whether everybody may who has no entry of its own and does not own the file. */
  boolean isOpen(int needed) {
    return masked().stream()
        .filter(e -> e.tag != OWNER && e.tag != USER)
        .allMatch(e -> (e.permissions & needed) == needed);
  }

  /** The same with an entry for a user; what the mask kept from others stays kept from them. */
  AccessList with(int uid, int permissions) {
    List<Entry> now = new ArrayList<>(without(uid).masked());
    now.add(new Entry(USER, permissions, uid));
    int most = 0;
    for (Entry entry : now) {
      most |= entry.tag == OWNER || entry.tag == OTHERS ? 0 : entry.permissions;
    }
    now.add(new Entry(MASK, most, NOBODY));
    return new AccessList(now);
  }

  /** The same without an entry for a user; a list that says no more than a mode becomes one. */
  AccessList without(int uid) {
    List<Entry> now =
        new ArrayList<>(entries.stream().filter(e -> e.tag != USER || e.id != uid).toList());
    if (now.stream().noneMatch(e -> e.tag == USER || e.tag == GROUP)) {
      return new AccessList(new AccessList(now).masked());
    }
    return new AccessList(now);
  }

  /** All entries but the mask, with what it leaves of them. */
  private List<Entry> masked() {
    int mask = find(MASK).map(Entry::permissions).orElse(7);
    return entries.stream()
        .filter(e -> e.tag != MASK)
        .map(e ->
            e.tag == OWNER || e.tag == OTHERS ? e : new Entry(e.tag, e.permissions & mask, e.id))
        .toList();
  }

  private Optional<Entry> find(short tag) {
    return entries.stream().filter(e -> e.tag == tag).findFirst();
  }
}
