package vcg.model;

import java.util.List;
import java.util.Optional;

/**
 * What a container may do.
 *
 * @param capabilities those that its root has, by libvirt's names
 * @param ids whom its users are on the host; empty: themselves
 * @param devices nodes of the host that it may open, also in the container at these paths
 */
public record ContainerRights(
    Located<List<String>> capabilities, Optional<Located<IdMap>> ids, List<Device> devices) {
  public ContainerRights {
    capabilities = new Located<>(List.copyOf(capabilities.value()), capabilities.at());
    devices = List.copyOf(devices);
  }

  /**
   * A device node.
   *
   * @param path on the host, and in the container
   * @param block a block device or a character device
   */
  public record Device(Location at, String path, boolean block) {}

  /** Users and groups, each in at least one range. */
  public record IdMap(List<IdRange> users, List<IdRange> groups) {
    public IdMap {
      users = List.copyOf(users);
      groups = List.copyOf(groups);
    }
  }

  /**
   * Some that follow each other.
   *
   * @param inside the first in the container
   * @param host what that is on the host
   * @param count how many there are, 1 to 4294967295
   */
  public record IdRange(long inside, long host, long count) {}
}
