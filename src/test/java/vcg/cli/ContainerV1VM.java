package vcg.cli;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Containers where there is no cgroup version 2 at all, and crun has nothing to be kept from. */
@Tag("vm-v1")
class ContainerV1VM {
  @RegisterExtension final TestHost host = new TestHost();
  private final TestContainers containers = new TestContainers(host);

  @Test
  void apply_rootInItMountsCgroups_limitsHold_andWhatItMadeGoesWithIt() throws Exception {
    containers.provesThatLimitsHold();
  }
}
