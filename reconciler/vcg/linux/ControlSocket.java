package vcg.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where operators talk to the daemon: lines over a Unix socket. One thread reads and writes and
 * never waits for a client; answers are made by other threads, at most one for each client.
 */
public final class ControlSocket implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ControlSocket.class);

  /** How many may be connected at once; of users who may only look, half as many. */
  private static final int MOST_CLIENTS = 64;

  private static final int MOST_GROUPS = 1024;

  /**
   * Who may do what; root, and the user of the daemon, may do all.
   *
   * @param group whose members may do all; empty: nobody's
   * @param othersMayLook whether all users of the host may ask how things are
   */
  public record Access(OptionalInt group, boolean othersMayLook) {
    private String mode() {
      return othersMayLook ? "rw-rw-rw-" : group.isPresent() ? "rw-rw----" : "rw-------";
    }
  }

  /**
   * A client, by what the kernel says of it.
   *
   * @param mayChange false: it may only ask how things are
   */
  public record Caller(long pid, int uid, boolean mayChange) {}

  /** The answer to one line. */
  public interface Answer {
    /**
     * Sends a line; any thread may.
     *
     * @param line ends in a newline
     * @return false: the client has not taken what was sent before; nothing was sent
     */
    boolean send(String line);
  }

  /** What is done about the lines of clients. */
  public interface Service {
    /**
     * Answers a line of a client; what comes later from the same client waits for its return. May
     * wait itself, and is interrupted when the client goes.
     *
     * @param line anything that a client may send, without its end
     */
    void answer(String line, Caller caller, Answer answer) throws InterruptedException;

    /** The line that a client gets that is refused altogether. */
    String refusal(String why);
  }

  private final Path path;
  private final Access access;
  private final Service service;
  private final EventLoop loop;
  private final int descriptor;
  private final int ownUid;
  private final MemorySegment state = Arena.ofAuto().allocate(Libc.STATE);
  private final MemorySegment scratch = Arena.ofAuto().allocate(16 + 4 * MOST_GROUPS, 8);
  private final Set<ControlClient> clients = new HashSet<>();
  private final ExecutorService requests =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("vcg-request").factory());

  private ControlSocket(
      Path path, Access access, Service service, EventLoop loop, int descriptor, int ownUid) {
    this.path = path;
    this.access = access;
    this.service = service;
    this.loop = loop;
    this.descriptor = descriptor;
    this.ownUid = ownUid;
  }

  /**
   * Listens at a path, in place of whatever socket was there.
   *
   * @throws IOException it cannot; says why
   */
  public static ControlSocket open(Path path, Access access, Service service) throws IOException {
    if (!CgroupFiles.foreignCalls()) {
      throw new IOException("Java may not make system calls: --enable-native-access is missing");
    }
    int descriptor;
    try {
      StateFile.makePassable(path.resolveSibling(".").normalize());
      descriptor = listen(path, access);
    } catch (IOException e) {
      throw new IOException("cannot listen at " + path + ": " + Errno.name(e), e);
    }
    int uid = (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    EventLoop loop = EventLoop.start("vcg-control");
    ControlSocket socket = new ControlSocket(path, access, service, loop, descriptor, uid);
    loop.add(descriptor, EventLoop.READABLE, _ -> socket.accept());
    return socket;
  }

  /** Nobody can connect before the socket belongs to whom it shall. */
  private static int listen(Path path, Access access) throws IOException {
    Path beside = path.resolveSibling("." + path.getFileName() + ".new");
    Files.deleteIfExists(beside);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(Libc.STATE);
      MemorySegment address = LibcSocket.address(arena, beside.toString());
      int descriptor = SocketCalls.socket(state, SocketCalls.STREAM_NONBLOCK_CLOEXEC);
      check(descriptor);
      check(SocketCalls.bind(state, descriptor, address));
      check(SocketCalls.listen(state, descriptor));
      if (access.group().isPresent()) {
        Files.setAttribute(beside, "unix:gid", access.group().getAsInt());
      }
      Files.setPosixFilePermissions(beside, PosixFilePermissions.fromString(access.mode()));
      Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return descriptor;
    }
  }

  private static void check(int result) throws IOException {
    if (result < 0) {
      throw new IOException(Errno.name(-result));
    }
  }

  private void accept() {
    int fd;
    while ((fd = SocketCalls.accept(state, descriptor)) >= 0) {
      try {
        begin(fd);
      } catch (IOException e) {
        LOG.warn("cannot serve a client: {}", e.getMessage());
        Libc.close(state, fd);
      }
    }
    if (fd == -Errno.EMFILE.number() || fd == -Errno.ENFILE.number()) {
      LOG.warn("too many open files to serve one more client");
      loop.remove(descriptor); // it stays readable: without a pause it would be asked for ever
      loop.later(Duration.ofSeconds(1), this::listenAgain);
    }
  }

  private void listenAgain() {
    try {
      loop.add(descriptor, EventLoop.READABLE, _ -> accept());
    } catch (IOException e) {
      LOG.error("operators cannot connect any more: {}", e.getMessage());
    }
  }

  private void begin(int fd) throws IOException {
    scratch.set(ValueLayout.JAVA_INT, 12, 12);
    int told = SocketCalls.peer(state, fd, scratch, scratch.asSlice(12, 4));
    if (told < 0) {
      throw new IOException("SO_PEERCRED: " + Errno.name(-told));
    }
    long pid = scratch.get(ValueLayout.JAVA_INT, 0);
    int uid = scratch.get(ValueLayout.JAVA_INT, 4);
    Set<Integer> groups = groups(fd, scratch.get(ValueLayout.JAVA_INT, 8));
    boolean all = uid == 0 || uid == ownUid || access.group().stream().anyMatch(groups::contains);
    Caller caller = new Caller(pid, uid, all);
    ControlClient client = new ControlClient(fd, caller, service, loop, requests, clients::remove);
    client.begin();
    if (!all && !access.othersMayLook()) {
      client.refuse("user " + uid + " may not talk to vcg");
    } else if (clients.size() >= (all ? MOST_CLIENTS : MOST_CLIENTS / 2)) {
      client.refuse("too many are connected; try again");
    } else {
      clients.add(client);
    }
  }

  private Set<Integer> groups(int fd, int first) {
    Set<Integer> groups = new TreeSet<>(List.of(first));
    scratch.set(ValueLayout.JAVA_INT, 12, 4 * MOST_GROUPS);
    MemorySegment further = scratch.asSlice(16);
    if (SocketCalls.peerGroups(state, fd, further, scratch.asSlice(12, 4)) >= 0) {
      int count = scratch.get(ValueLayout.JAVA_INT, 12) / 4;
      for (int i = 0; i < count; i++) {
        groups.add(further.get(ValueLayout.JAVA_INT, 4L * i));
      }
    } // a kernel before 4.13 tells the first group alone
    return groups;
  }

  /** Ends all connections and removes the socket. */
  @Override
  public void close() throws IOException {
    loop.post(() -> {
      loop.remove(descriptor);
      Libc.close(state, descriptor);
      new ArrayList<>(clients).forEach(ControlClient::end);
    });
    loop.close();
    requests.shutdownNow();
    Files.deleteIfExists(path);
  }
}
