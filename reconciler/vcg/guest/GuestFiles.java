package vcg.guest;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import vcg.model.GuestId;

/**
 * Where a guest's socket lies while it runs: a directory of its own, mode 0700, below the run
 * directory. What outlives it, above all what its process prints, lies below the state directory.
 *
 * @param runDirectory absolute
 * @param stateDirectory absolute
 */
public record GuestFiles(Path runDirectory, Path stateDirectory) {
  /** The longest path that fits into a Unix socket address, in bytes. */
  public static final int MAX_SOCKET_BYTES = 107;

  /** The end of the names of notes. */
  public static final String NOTES = ".changes";

  /** What QEMU calls the monitor that is only listened to. */
  static final String EVENTS = "events";

  /** Both in one directory. */
  public GuestFiles(Path runDirectory) {
    this(runDirectory, runDirectory);
  }

  /** Where UEFI keeps the variables of a guest whose document names no file for them. */
  public Path variables(GuestId guest) {
    return stateDirectory.resolve("nvram").resolve(guest.fileName() + ".fd");
  }

  /** What the trusted platform module of a guest keeps. */
  public Path tpmState(GuestId guest) {
    return stateDirectory.resolve("tpm").resolve(guest.fileName());
  }

  /** Where the process listens that emulates it. */
  public Path tpmSocket(GuestId guest) {
    return directory(guest).resolve("tpm");
  }

  /** Where the memory of guests lies that is to be in files. */
  public Path memory() {
    return stateDirectory.resolve("ram");
  }

  public Path directory(GuestId guest) {
    return runDirectory.resolve(guest.fileName());
  }

  public Path monitor(GuestId guest) {
    return directory(guest).resolve("qmp");
  }

  /** A second monitor, for whoever waits for what QEMU tells: each has one client at a time. */
  public Path events(GuestId guest) {
    return directory(guest).resolve(EVENTS);
  }

  /** What a container is started with. */
  public Path config(GuestId guest) {
    return directory(guest).resolve("config.json");
  }

  /** The number of a container's first process, in digits, once it has one. */
  public Path pid(GuestId guest) {
    return directory(guest).resolve("pid");
  }

  /** How a container's first process ended, in digits, once it has; a newline follows. */
  public Path status(GuestId guest) {
    return directory(guest).resolve("status");
  }

  /** What crun remembers of a container while it runs. */
  public Path runtime(GuestId guest) {
    return directory(guest).resolve("crun");
  }

  /** Where a container without a root file system sees that of the host, and only it does. */
  public Path hostRoot(GuestId guest) {
    return directory(guest).resolve("root");
  }

  /** What its process printed since it was started. */
  public Path log(GuestId guest) {
    return stateDirectory.resolve("log").resolve(guest.fileName() + ".log");
  }

  /** What was in the log before. */
  public Path olderLog(GuestId guest) {
    return stateDirectory.resolve("log").resolve(guest.fileName() + ".log.1");
  }

  /**
   * What was changed of the guest since its process was started; none: nothing. It is not in the
   * guest's directory, where its process may write.
   */
  public Path notes(GuestId guest) {
    return runDirectory.resolve(guest.fileName() + NOTES);
  }

  /** The path of what is to be run before a tap device is removed; none: nothing is. */
  public Path downScript(String tap) {
    return runDirectory.resolve(tap + ".downscript");
  }

  /** The pipe to a container's terminal; none where it has no terminal. */
  public Path typed(GuestId guest) {
    return directory(guest).resolve("typed");
  }

  /** Held by the one vcg that is attached to a line of the guest. */
  public Path consoleLock(GuestId guest, String device) {
    return runDirectory.resolve(guest.fileName() + "." + device + ".lock");
  }

  /** Whether the path of one of its monitors is too long for a socket. */
  public boolean tooLong(GuestId guest) {
    return events(guest).toString().getBytes(StandardCharsets.UTF_8).length > MAX_SOCKET_BYTES;
  }
}
