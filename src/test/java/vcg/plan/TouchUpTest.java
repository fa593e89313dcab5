package vcg.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vcg.FakeMachine;
import vcg.cgroup.FakeCgroupFs;
import vcg.cgroup.Knob;
import vcg.cgroup.Value;
import vcg.model.Bytes;
import vcg.model.Change;
import vcg.model.Guest;
import vcg.model.Guests;
import vcg.model.Host;

class TouchUpTest {
  private static final String CGROUP = FakeMachine.PARENT + "/system/web.qemu.libvirt";
  private static final Bytes SMALL = new Bytes(256 << 20);
  private static final Bytes LARGE = new Bytes(512 << 20);

  @TempDir Path run;

  private static Guests web() {
    return Guests.qemu("web").shares(1000);
  }

  private static Guest built(Guests guest) {
    return guest.digest("another").build();
  }

  @Test
  void changed_oneValue_isThatKnob() {
    Guest before = web().build();

    assertThat(TouchUp.changed(before, built(web().shares(500)))).contains(Knob.CPU_SHARES);
    assertThat(TouchUp.changed(before, built(Guests.qemu("web")))).contains(Knob.CPU_SHARES);
    assertThat(TouchUp.changed(before, built(web().softLimit(SMALL))))
        .contains(Knob.MEMORY_SOFT_LIMIT);
  }

  @Test
  void changed_moreThanOneValueOrAnythingElse_takesAWholeLook() {
    Guest before = web().build();

    assertThat(TouchUp.changed(before, built(web().shares(500).softLimit(SMALL)))).isEmpty();
    assertThat(TouchUp.changed(before, built(web().shares(500).vcpus(2)))).isEmpty();
    assertThat(TouchUp.changed(before, built(web().shares(500).partition("/other")))).isEmpty();
    assertThat(TouchUp.changed(before, built(web()))).isEmpty();
  }

  @Test
  void changed_valueThatDependsOnOtherDirectories_takesAWholeLook() {
    Guest before = web().build();

    assertThat(TouchUp.changed(before, built(web().cpuset("0")))).isEmpty();
    assertThat(
            TouchUp.changed(
                before,
                built(web().device("/dev/sda", Knob.BLKIO_READ_BYTES, Value.amount(1 << 20)))))
        .isEmpty();
  }

  @Test
  void changed_limitLowered_takesAWholeLook() {
    Guest small = web().hardLimit(SMALL).build();
    Guest large = web().hardLimit(LARGE).build();

    assertThat(TouchUp.changed(small, large)).contains(Knob.MEMORY_HARD_LIMIT);
    assertThat(TouchUp.changed(large, small)).isEmpty();
    assertThat(TouchUp.changed(web().build(), small)).isEmpty();
  }

  @Test
  void in_file_areItsKnobs() {
    assertThat(TouchUp.in("cpu.shares")).containsExactly(Knob.CPU_SHARES);
    assertThat(TouchUp.in("cpu.max")).containsExactly(Knob.CPU_PERIOD, Knob.CPU_QUOTA);
    assertThat(TouchUp.in("cpuset.cpus")).isEmpty();
    assertThat(TouchUp.in("cgroup.procs")).isEmpty();
  }

  @Test
  void steps_otherThanAsked_writesThat() throws IOException {
    assertThat(writes(FakeCgroupFs.separate(), web().build(), Map.of(Knob.CPU_SHARES, "200")))
        .containsExactly("cpu.shares: 200 → 1000");
    assertThat(writes(FakeCgroupFs.separate(), web().build(), Map.of(Knob.CPU_QUOTA, "5000")))
        .containsExactly("cpu.cfs_quota_us: 5000 → -1");
  }

  @Test
  void steps_fileOfTwoKnobs_writesItOnce() throws IOException {
    Guest guest =
        web()
            .set(Knob.CPU_PERIOD, Value.amount(20_000))
            .set(Knob.CPU_QUOTA, Value.amount(10_000))
            .build();
    String content = "max 100000";

    assertThat(
            writes(
                FakeCgroupFs.unified(),
                guest,
                Map.of(Knob.CPU_PERIOD, content, Knob.CPU_QUOTA, content)))
        .containsExactly("cpu.max: max 100000 → 10000 20000");
  }

  @Test
  void steps_asAskedOrRefused_writesNothing() throws IOException {
    Map<Knob, String> there = Map.of(Knob.CPU_SHARES, "1000");

    assertThat(writes(FakeCgroupFs.separate(), web().build(), there)).isEmpty();
    assertThat(writes(FakeCgroupFs.separate(), web().shares(1).build(), there)).isEmpty();
  }

  private List<String> writes(FakeCgroupFs fs, Guest guest, Map<Knob, String> contents)
      throws IOException {
    Host host = new FakeMachine(fs, run).host();
    return TouchUp.steps(host, guest, CGROUP, contents).stream()
        .map(Change.WriteSetting.class::cast)
        .map(w -> w.target() + ": " + w.from() + " → " + w.to())
        .toList();
  }
}
