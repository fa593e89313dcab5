package vcg.model;

import java.util.List;
import java.util.Optional;
import vcg.cgroup.DeviceProgram;

/**
 * Which devices the processes of a cgroup may open, as the kernel tells.
 *
 * @param list content of {@code devices.list}; empty: there is no such file
 * @param programs attached to the directory in the v2 tree, ours and others'
 */
public record DeviceAccess(Optional<String> list, List<DeviceProgram> programs) {
  /** Nothing is there that could tell. */
  public static final DeviceAccess NONE = new DeviceAccess(Optional.empty(), List.of());

  public DeviceAccess {
    programs = List.copyOf(programs);
  }
}
