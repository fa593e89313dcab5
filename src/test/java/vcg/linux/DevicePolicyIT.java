package vcg.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import vcg.cgroup.CgroupFs;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Controller;
import vcg.cgroup.DevicePolicies;
import vcg.cgroup.DevicePolicy;
import vcg.cgroup.DeviceRule;

/** {@link DevicePolicy} and the devices controller of cgroup v1 understand each other. */
class DevicePolicyIT {
  private static final int PAIRS = 300;

  @RegisterExtension final TestCgroup cgroup = new TestCgroup();
  private CgroupFs fs = new PlainCgroupFs(List.of());

  @BeforeEach
  void openFs() {
    fs = new PlainCgroupFs(cgroup.hierarchies());
  }

  @Test
  void ofList_newDirectory_isUnrestrictedUntilAllIsDenied() throws IOException {
    CgroupPath web = cgroup.at(Controller.DEVICES, "/web");
    fs.create(web);
    assertThat(list(web)).isEmpty();

    fs.write(web, "devices.deny", "a");

    assertThat(list(web)).contains(DevicePolicy.NONE);
  }

  @Test
  void additionsThenRemovals_randomPairs_giveThePolicy() throws IOException {
    Random random = new Random(23);
    CgroupPath web = cgroup.at(Controller.DEVICES, "/web");
    fs.create(web);
    for (int i = 0; i < PAIRS; i++) {
      DevicePolicy from = DevicePolicies.random(random);
      DevicePolicy to = DevicePolicies.random(random);
      fs.write(web, "devices.deny", "a");
      List<DeviceRule> foreign = new ArrayList<>(from.rules());
      Collections.shuffle(foreign, random);
      write(web, "devices.allow", foreign);
      assertThat(list(web)).contains(from);

      write(web, "devices.allow", to.additions(from));
      write(web, "devices.deny", to.removals(from));

      assertThat(list(web)).as("%s to %s", from, to).contains(to);
    }
  }

  private Optional<DevicePolicy> list(CgroupPath cgroup) throws IOException {
    return DevicePolicy.ofList(fs.read(cgroup, "devices.list").orElseThrow());
  }

  private void write(CgroupPath cgroup, String file, List<DeviceRule> rules) throws IOException {
    for (DeviceRule rule : rules) {
      fs.write(cgroup, file, rule.toString());
    }
  }
}
