package vcg.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vcg.cgroup.DeviceNumber;
import vcg.cgroup.DevicePolicies;
import vcg.cgroup.DevicePolicy;
import vcg.cgroup.DeviceRule.Access;
import vcg.cgroup.DeviceRule.Kind;

class DeviceProgramTextTest {
  /** 6 to take the request apart, 2 to deny; in between 2 to allow and 1 to 6 to test. */
  @ParameterizedTest
  @CsvSource({
    "'', 8",
    "b *:* rwm, 11",
    "c 136:* rwm, 12",
    "c 1:3 rwm, 13",
    "c 1:3 rw, 16",
    "'b *:* m, c *:* m, c 1:3 rwm, c 1:5 rwm, c 1:7 rwm, c 1:8 rwm, c 1:9 rwm, c 5:0 rwm,"
        + " c 5:2 rwm, c 10:200 rwm, c 136:* rwm', 64",
  })
  void of_policy_hasNoNeedlessTests(String rules, int instructions) {
    DevicePolicy policy =
        rules.isEmpty() ? DevicePolicy.NONE : DevicePolicies.of(rules.split(", ", -1));

    assertThat(DeviceProgramText.of(policy)).hasSize(instructions);
  }

  @Test
  void encoded_instruction_isTheKernelsLayout() {
    // jne r1, r3, +4 and r0 = -2, as llvm-objdump shows their bytes: little-endian
    assertThat(new BpfInstruction(BpfInstruction.SKIP_UNLESS_SAME, 1, 3, 4, 0).encoded())
        .isEqualTo(0x0004_31_5dL);
    assertThat(BpfInstruction.with(BpfInstruction.SET, 0, -2).encoded())
        .isEqualTo(0xfffffffe_0000_00_b7L);
    assertThat(new BpfInstruction(BpfInstruction.LOAD_WORD, 5, 1, -8, 0).encoded())
        .isEqualTo(0xfff8_15_61L);
  }

  @Test
  void of_randomPolicies_decideAsTheWhitelist() {
    Random random = new Random(22);
    int allowed = 0;
    for (int i = 0; i < 2_000; i++) {
      DevicePolicy policy = DevicePolicies.random(random);
      List<BpfInstruction> program = DeviceProgramText.of(policy);
      for (int j = 0; j < 100; j++) {
        Kind kind = DevicePolicies.kind(random);
        DeviceNumber number =
            new DeviceNumber(DevicePolicies.number(random), DevicePolicies.number(random));
        Set<Access> wanted = DevicePolicies.accesses(random);

        boolean verdict = BpfInterpreter.run(program, request(kind, number, wanted)) == 1;

        assertThat(verdict)
            .as("%s: %s %s %s", policy, kind, number, wanted)
            .isEqualTo(DevicePolicies.allows(policy, kind, number, wanted));
        allowed += verdict ? 1 : 0;
      }
    }
    assertThat(allowed).isBetween(20_000, 180_000);
  }

  @Test
  void of_requestForNothing_needsTheDeviceOnly() {
    List<BpfInstruction> program = DeviceProgramText.of(DevicePolicies.of("c 1:3 r"));
    Set<Access> nothing = EnumSet.noneOf(Access.class);

    assertThat(
            BpfInterpreter.run(program, request(Kind.CHARACTER, new DeviceNumber(1, 3), nothing)))
        .isEqualTo(1);
    assertThat(
            BpfInterpreter.run(program, request(Kind.CHARACTER, new DeviceNumber(1, 4), nothing)))
        .isZero();
  }

  /** {@code struct bpf_cgroup_dev_ctx} */
  private static int[] request(Kind kind, DeviceNumber number, Set<Access> wanted) {
    int access = 0;
    access |= wanted.contains(Access.MKNOD) ? 1 : 0;
    access |= wanted.contains(Access.READ) ? 2 : 0;
    access |= wanted.contains(Access.WRITE) ? 4 : 0;
    return new int[] {access << 16 | (kind == Kind.BLOCK ? 1 : 2), number.major(), number.minor()};
  }
}
