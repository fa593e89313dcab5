package vcg.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import vcg.model.ProcessId;
import vcg.model.Scheduling;

class ProcFilesTest {
  private static final String REST = " 1 412 412 0 -1 4194560 9 0 0 0 7 8 0 0 20 0 1 0 ";

  @Test
  void parse_nameWithParenthesesAndBlanks_readsFieldTwentyTwo() {
    assertThat(ProcFiles.parse(412, "412 (a (b) Z) S" + REST + "98765 4096 12\n"))
        .hasValue(new ProcessId(412, 98765));
  }

  @Test
  void parse_zombie_isGone() {
    assertThat(ProcFiles.parse(412, "412 (qemu) Z" + REST + "98765 0 0\n")).isEmpty();
  }

  @Test
  void scheduling_threadOfRealTime_hasPolicyAndPriority() {
    String upToField39 = "412 (CPU 0/KVM) S" + " 7".repeat(36);

    assertThat(ProcFiles.scheduling(upToField39 + " 5 1 0 0\n"))
        .isEqualTo(new Scheduling(Scheduling.Policy.FIFO, 5));
    assertThat(ProcFiles.scheduling(upToField39 + " 0 5 0 0\n"))
        .isEqualTo(new Scheduling(Scheduling.Policy.IDLE, 0));
    assertThat(ProcFiles.scheduling(upToField39 + " 0 99 0 0\n")).isEqualTo(Scheduling.ORDINARY);
  }

  @Test
  void text_ofALog_isOneHarmlessLine() {
    byte[] log =
        "first\nqemu: bad \u001b[31m option\n".getBytes(java.nio.charset.StandardCharsets.UTF_8);

    assertThat(Terse.text(log, 1024)).isEqualTo("first qemu: bad ?[31m option");
    assertThat(Terse.text(log, 8)).isEqualTo("option");
  }
}
