package vcg.guest;

/**
 * Tells of writes to the files of cgroups, as {@link vcg.model.Hint.Setting}, those of this very
 * process left out where that can be told. Methods may be called by any thread and never wait.
 */
public interface SettingWatch extends AutoCloseable {
  /**
   * From now on the cgroup of this path matters, in every hierarchy, with those in it. A watch of
   * whole hierarchies may use this to leave out all others. Success also where it is not there.
   *
   * @param path as {@link vcg.cgroup.CgroupPath#path}
   */
  void follow(String path);

  /** That path matters no more. */
  void leave(String path);

  @Override
  void close();
}
