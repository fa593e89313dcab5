package vcg.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The fake behaves like the kernel, and can fail when told. */
class FakeDeviceProgramsTest extends DeviceProgramsContract {
  private final FakeCgroupFs fs = FakeCgroupFs.separate().with("/vcg");
  private final FakeDevicePrograms fake = new FakeDevicePrograms(fs);

  @Override
  protected DevicePrograms programs() {
    return fake;
  }

  @Override
  protected CgroupFs fs() {
    return fs;
  }

  @Override
  protected CgroupPath parent() {
    return new CgroupPath("devices", "/vcg");
  }

  @Override
  protected void add(CgroupPath cgroup, String name) {
    fake.add(cgroup, name);
  }

  @Test
  void failAt_second_failsOnceAndChangesNothing() throws IOException {
    fake.failAt(2, "EPERM", false);
    assertThat(fake.attached(parent())).isEmpty();
    assertThatExceptionOfType(CgroupException.class)
        .isThrownBy(() -> fake.attach(parent(), DevicePolicy.NONE))
        .withMessageEndingWith("EPERM");

    assertThat(fake.attached(parent())).isEmpty();
    assertThat(fake.log()).isEmpty();
  }

  @Test
  void log_sameAgain_isNoChange() throws IOException {
    fake.attach(parent(), DevicePolicy.NONE);
    fake.attach(parent(), DevicePolicy.NONE);

    assertThat(fake.log()).containsExactly("attach vcg_e3b0c44298f to devices:/vcg");
  }
}
