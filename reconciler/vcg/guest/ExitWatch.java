package vcg.guest;

import vcg.model.ProcessId;

/**
 * Tells when processes end, as {@link vcg.model.Hint.Ended}. Methods may be called by any thread
 * and never wait.
 */
public interface ExitWatch extends AutoCloseable {
  /**
   * One hint follows when this process ends; at once, when it has ended already. To follow one
   * twice makes no difference.
   */
  void follow(ProcessId process);

  @Override
  void close();
}
