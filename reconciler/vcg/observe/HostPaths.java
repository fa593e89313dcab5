package vcg.observe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import vcg.guest.HostPath;
import vcg.model.ContainerRights;
import vcg.model.Guest;
import vcg.model.GuestUser;
import vcg.model.Machine;

/** Whether the paths that a guest needs are there and of the right kind. */
final class HostPaths {
  private static final int S_IFMT = 0170000;
  private static final int OTHERS_WRITE = 0022;
  private static final int OWNER_ENTERS = 0100;
  private static final int OTHERS_OR_GROUP_ENTER = 0011;
  private static final int OWNER_WRITES = 0200;
  private static final int OTHERS_OR_GROUP_WRITE = 0022;
  private static final int S_IFBLK = 0060000;
  private static final int S_IFCHR = 0020000;
  private static final int S_IFSOCK = 0140000;

  private HostPaths() {}

  /**
   * A path, and who must reach it.
   *
   * @param user empty: vcg itself, as root
   */
  record Need(HostPath path, Optional<GuestUser> user) {}

  private record Key(String path, HostPath.Kind kind, Optional<GuestUser> user) {}

  /** The paths that guests need, each once: many need the same. */
  static Collection<Need> of(Iterable<Guest> guests, Optional<GuestUser> ofMachines) {
    Map<Key, Need> needed = new HashMap<>();
    for (Guest guest : guests) {
      Optional<GuestUser> user = user(guest, ofMachines);
      for (HostPath path : HostPath.of(guest)) {
        Optional<GuestUser> who = path.kind() == HostPath.Kind.SCRIPT ? Optional.empty() : user;
        needed.putIfAbsent(new Key(path.path(), path.kind(), who), new Need(path, who));
      }
    }
    return needed.values();
  }

  /** Why paths cannot be used; one that can be is not in it. */
  static SortedMap<String, String> refusals(Iterable<Need> needs) {
    SortedMap<String, String> refusals = new TreeMap<>();
    for (Need need : needs) {
      refusal(need.path())
          .or(() -> need.user().flatMap(who -> closed(need.path(), who)))
          .ifPresent(why -> refusals.put(need.path().path(), why));
    }
    return refusals;
  }

  /** Who must reach the files of a guest; empty: vcg itself. */
  private static Optional<GuestUser> user(Guest guest, Optional<GuestUser> ofMachines) {
    return switch (guest.machine()) {
      case Machine.Qemu _ ->
          ofMachines.map(u -> new GuestUser(u.name() + " of --guest-user", u.uid(), u.gid()));
      case Machine.Container container ->
          container
              .rights()
              .ids()
              .map(ids ->
                  new GuestUser(
                      "0 of its <idmap>", host(ids.value().users()), host(ids.value().groups())));
    };
  }

  /** What number 0 of a container is on the host. */
  private static int host(List<ContainerRights.IdRange> ranges) {
    return ranges.stream()
        .filter(range -> range.inside() == 0)
        .mapToInt(range -> (int) range.host())
        .findFirst()
        .orElse(0);
  }

  private static Optional<String> refusal(HostPath needed) {
    Path path = Path.of(needed.path());
    if (needed.isMade()) {
      return Optional.empty();
    }
    if (needed.kind() == HostPath.Kind.BRIDGE && !Files.exists(path)) {
      return Optional.of("this host has no such bridge");
    }
    if (needed.kind() == HostPath.Kind.INTERFACE && !Files.exists(path)) {
      return Optional.of("this host has no such network interface");
    }
    if (!Files.exists(path)) {
      return Optional.of(
          Files.exists(path, LinkOption.NOFOLLOW_LINKS)
              ? "a symbolic link that leads nowhere"
              : "no such file or directory");
    }
    return switch (needed.kind()) {
      case EXECUTABLE, SCRIPT -> program(path);
      case FILE -> unless(Files.isRegularFile(path), "not a regular file");
      case BLOCK_DEVICE -> unless(isOfKind(path, S_IFBLK), "not a block device");
      case CHARACTER_DEVICE -> unless(isOfKind(path, S_IFCHR), "not a character device");
      case SOCKET -> unless(isOfKind(path, S_IFSOCK), "not a socket");
      case BRIDGE, INTERFACE, DIRECTORY -> unless(Files.isDirectory(path), "not a directory");
      case LISTENER, OUTPUT -> Optional.empty();
    };
  }

  /**
   * A directory on the way that a user surely cannot enter. Groups and access lists, which both
   * show in the middle bits of the mode, may let it in.
   */
  private static Optional<String> closed(HostPath needed, GuestUser user) {
    Optional<Path> directory;
    try {
      directory = directory(needed);
    } catch (IOException _) { // it vanished since
      return Optional.empty();
    }
    for (Optional<Path> next = directory; next.isPresent(); next = parent(next.get())) {
      Path above = next.get();
      if (!may(user, above, OWNER_ENTERS, OTHERS_OR_GROUP_ENTER)) {
        return Optional.of(
            "user " + user.name() + " cannot enter " + above + "; chmod o+x " + above);
      }
    }
    return needed.kind() == HostPath.Kind.LISTENER
        ? directory.flatMap(d -> notWritable(d, user))
        : Optional.empty();
  }

  /** In which it lies, whatever symbolic links lead there. */
  private static Optional<Path> directory(HostPath needed) throws IOException {
    Path path = Path.of(needed.path());
    Optional<Path> above = needed.isMade() ? parent(path) : Optional.empty();
    return above.isPresent() ? Optional.of(above.get().toRealPath()) : parent(path.toRealPath());
  }

  private static Optional<Path> parent(Path path) {
    return Optional.ofNullable(path.getParent());
  }

  private static Optional<String> notWritable(Path directory, GuestUser user) {
    return unless(
        may(user, directory, OWNER_WRITES, OTHERS_OR_GROUP_WRITE),
        "user "
            + user.name()
            + " cannot make a socket in "
            + directory
            + "; setfacl -m u:"
            + user.uid()
            + ":rwx "
            + directory
            + ", or name no path: the socket is then in the guest's own directory");
  }

  private static boolean may(GuestUser user, Path directory, int owner, int others) {
    int mode = attribute(directory, "unix:mode");
    boolean owns = attribute(directory, "unix:uid") == user.uid();
    return owns ? (mode & owner) != 0 : (mode & others) != 0;
  }

  /** What vcg starts as root must not be in the hands of anybody else. */
  private static Optional<String> program(Path path) {
    if (!Files.isRegularFile(path) || !Files.isExecutable(path)) {
      return Optional.of("not a program that can be executed");
    }
    return unless(
        (attribute(path, "unix:uid") == 0) && (attribute(path, "unix:mode") & OTHERS_WRITE) == 0,
        "a program that others than root can change");
  }

  private static Optional<String> unless(boolean right, String why) {
    return right ? Optional.empty() : Optional.of(why);
  }

  private static boolean isOfKind(Path path, int kind) {
    return (attribute(path, "unix:mode") & S_IFMT) == kind;
  }

  private static int attribute(Path path, String name) {
    try {
      return (int) Files.getAttribute(path, name);
    } catch (IOException _) {
      return -1; // it vanished since: of no kind at all
    }
  }
}
