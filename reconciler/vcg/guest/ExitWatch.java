package vcg.guest;

import java.nio.file.Path;
import vcg.model.ProcessId;

/**
 * Tells when processes end, as {@link vcg.model.Hint.Ended}, and when something happens inside, as
 * {@link vcg.model.Hint.Told}. Methods may be called by any thread and never wait.
 */
public interface ExitWatch extends AutoCloseable {
  /**
   * One hint follows when this process ends; at once, when it has ended already. To follow one
   * twice makes no difference.
   */
  void follow(ProcessId process);

  /**
   * A hint follows each time this process of QEMU tells that its guest stopped or goes on: where
   * the guest switches itself off or crashes, the process stays. One follows also when it was
   * stopped already. Nothing follows where nobody listens at the socket.
   *
   * @param events the second of its monitors
   */
  void listen(ProcessId process, Path events);

  @Override
  void close();
}
