package vcg.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vcg.guest.FileAccess;
import vcg.model.GuestUser;

/** Opens files by access control lists: owner, group and mode for all others stay as they are. */
public final class LinuxFileAccess implements FileAccess {
  private static final String ATTRIBUTE = "system.posix_acl_access";

  /** The largest value of an extended attribute. */
  private static final int MOST_BYTES = 65_536;

  private static final int MOST_BELOW = 200;

  @Override
  public void grant(Path file, GuestUser user, boolean write) throws IOException {
    if (Files.isSymbolicLink(file) && !isOfRoot(file)) {
      throw new IOException(
          "cannot open "
              + file
              + " to a single user: it is a symbolic link that does not belong to root");
    }
    int needed = AccessList.READ | (write ? AccessList.WRITE : 0);
    AccessList now = read(file);
    boolean owns = Files.getAttribute(file, "unix:uid").equals(user.uid());
    boolean may =
        now.ofUser(user.uid()).map(has -> has == needed).orElseGet(() -> now.isOpen(needed));
    if (!owns && !may) {
      write(file, now.with(user.uid(), needed));
    }
  }

  @Override
  public void revoke(Path file, GuestUser user) throws IOException {
    try {
      AccessList now = read(file);
      if (now.ofUser(user.uid()).isPresent()) {
        write(file, now.without(user.uid()));
      }
    } catch (NoSuchFileException _) { // nothing is left to take back
      return;
    }
  }

  @Override
  public List<Path> below(Path image) throws IOException {
    List<Path> all = new ArrayList<>();
    Optional<Path> next = Qcow2.basedOn(image);
    while (next.isPresent()) {
      if (all.contains(next.get()) || all.size() == MOST_BELOW) {
        throw new IOException(image + " is based on itself, by way of " + next.get());
      }
      all.add(next.get());
      next = Qcow2.basedOn(next.get());
    }
    return all;
  }

  private static boolean isOfRoot(Path link) throws IOException {
    return Files.getAttribute(link, "unix:uid", LinkOption.NOFOLLOW_LINKS).equals(0);
  }

  private static AccessList read(Path file) throws IOException {
    int mode = (int) Files.getAttribute(file, "unix:mode");
    requireForeignCalls(file);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(Libc.STATE);
      MemorySegment buffer = arena.allocate(MOST_BYTES);
      long length =
          Libc.getxattr(
              state, arena.allocateFrom(file.toString()), arena.allocateFrom(ATTRIBUTE), buffer);
      if (length == -Errno.ENODATA.number()) {
        return AccessList.ofMode(mode);
      }
      if (length < 0) {
        throw new IOException(
            "cannot read who may open " + file + ": " + Errno.name((int) -length));
      }
      return AccessList.parse(buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE));
    }
  }

  private static void write(Path file, AccessList list) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      int set =
          Libc.setxattr(
              arena.allocate(Libc.STATE),
              arena.allocateFrom(file.toString()),
              arena.allocateFrom(ATTRIBUTE),
              arena.allocateFrom(ValueLayout.JAVA_BYTE, list.bytes()));
      if (set == -Errno.EOPNOTSUPP.number()) {
        throw new IOException(
            "cannot open "
                + file
                + " to a single user: its file system has no access control lists");
      }
      if (set < 0) {
        throw new IOException("cannot set who may open " + file + ": " + Errno.name(-set));
      }
    }
  }

  private static void requireForeignCalls(Path file) throws IOException {
    if (!CgroupFiles.foreignCalls()) {
      throw new IOException(
          "cannot open " + file + " to a single user: Java may not call the C library here");
    }
  }
}
