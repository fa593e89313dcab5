package vcg.guest;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SortedMap;
import vcg.cgroup.Group;
import vcg.model.Running;

/** The control sockets of QEMU processes (QMP). A socket serves one client at a time. */
public interface Monitors {
  /**
   * Connects at once and waits for the greeting.
   *
   * @param patience how long this, and each command later on, may take
   * @throws IOException nobody listens, or nobody answers in time
   */
  Monitor connect(Path socket, Duration patience) throws IOException;

  /**
   * One connection. Every method fails with an {@link IOException} when the guest does not answer.
   */
  interface Monitor extends AutoCloseable {
    /** What the guest is doing. */
    Running.State state() throws IOException;

    /**
     * The threads of virtual CPUs and I/O threads. Several virtual CPUs may share one, where QEMU
     * emulates them in turn.
     */
    SortedMap<Group, Long> threads() throws IOException;

    /** Presses the power button; the guest may take its time, or take no notice. */
    void powerDown() throws IOException;

    /**
     * Waits until the guest has shut down, or its process has ended.
     *
     * @return false: it still runs
     */
    boolean awaitPowerOff(Duration atMost) throws IOException;

    /** Ends the process at once. Success also when the connection breaks before the answer. */
    void quit() throws IOException;

    /** Lets the virtual CPUs run. */
    void resume() throws IOException;

    /** Stops the virtual CPUs. */
    void pause() throws IOException;

    @Override
    void close();
  }
}
