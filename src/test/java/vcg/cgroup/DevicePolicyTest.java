package vcg.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DevicePolicyTest {
  private static DevicePolicy policy(String rules) {
    return rules.isEmpty() ? DevicePolicy.NONE : DevicePolicies.of(rules.split(", ", -1));
  }

  private static List<DeviceRule> rules(String rules) {
    return rules.isEmpty()
        ? List.of()
        : Arrays.stream(rules.split(", ", -1)).map(DeviceRule::parse).toList();
  }

  @Test
  void of_sameDevices_areOneRule() {
    assertThat(policy("c 1:3 m, b 8:0 r, c 1:3 r").rules())
        .containsExactlyElementsOf(rules("b 8:0 r, c 1:3 rm"));
  }

  @Test
  void of_wildcardAndDevice_stayTwoRules() {
    assertThat(DevicePolicy.ofList("c *:* rwm\nc 1:1 r").orElseThrow().rules())
        .containsExactlyElementsOf(rules("c *:* rwm, c 1:1 r"));
  }

  @Test
  void ofList_empty_isNoDeviceAtAll() {
    assertThat(DevicePolicy.ofList("")).contains(DevicePolicy.NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a *:* rwm", "a *:* rwm\nc 1:3 r", "c 1:3 r\na *:* rwm\n"})
  void ofList_all_isUnrestricted(String content) {
    assertThat(DevicePolicy.ofList(content)).isEmpty();
  }

  @Test
  void ofList_lineThatTheKernelDoesNotWrite_isRefused() {
    assertThatThrownBy(() -> DevicePolicy.ofList("c 1:3 r\nb 1:7 rwk"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not a device rule: b 1:7 rwk");
  }

  /** The last two: a hole in a wildcard is not asked for, so the list alone is what counts. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                     | c 1:3 rw               | c 1:3 rw  | ''",
        "c 1:3 rw               | ''                     | ''        | c 1:3 rw",
        "c 1:3 rw               | c 1:3 r                | ''        | c 1:3 w",
        "c 1:3 r                | c 1:3 w                | c 1:3 w   | c 1:3 r",
        "c 1:3 rw, b 8:0 r      | c 1:3 rw               | ''        | b 8:0 r",
        "c 1:3 rw               | c 1:3 rw, b 8:0 r      | b 8:0 r   | ''",
        "c 1:* rw               | c 1:3 rw               | c 1:3 rw  | c 1:* rw",
        "c *:* m                | c 136:* rw             | c 136:* rw| c *:* m",
        "c 1:3 rw               | c 1:3 rw               | ''        | ''",
        "c 42:* rm, c 42:1337 r | c 42:* rm              | ''        | c 42:1337 r",
        "c 42:* wm, c 42:1337 r | c 42:* wm              | ''        | c 42:1337 r",
      })
  void additionsAndRemovals_areTheLeastToWrite(
      String from, String to, String additions, String removals) {
    assertThat(policy(to).additions(policy(from))).isEqualTo(rules(additions));
    assertThat(policy(to).removals(policy(from))).isEqualTo(rules(removals));
  }

  @Test
  void additionsAndRemovals_randomPolicies_giveThePolicy() {
    Random random = new Random(20);
    for (int i = 0; i < 5_000; i++) {
      DevicePolicy from = DevicePolicies.random(random);
      DevicePolicy to = DevicePolicies.random(random);

      assertThat(DevicePolicies.applied(from, to.additions(from), to.removals(from)))
          .as("%s to %s", from, to)
          .isEqualTo(to);
    }
  }

  /** {@code printf 'b 8:16 rw\nc 136:* rw\n' | sha256sum} */
  @ParameterizedTest
  @CsvSource({
    "'', vcg_e3b0c44298f",
    "'c 136:* rw, b 8:16 rw', vcg_54227b45dc4",
    "'b 8:16 r, b 8:16 w, c 136:* rw', vcg_54227b45dc4",
  })
  void programName_neverChanges(String rules, String name) {
    assertThat(policy(rules).programName()).isEqualTo(name);
  }

  @Test
  void programName_otherPolicy_otherName() {
    Random random = new Random(21);
    Map<String, DevicePolicy> names = new HashMap<>();
    for (int i = 0; i < 20_000; i++) {
      DevicePolicy policy = DevicePolicies.random(random);

      assertThat(policy.programName()).matches("vcg_[0-9a-f]{11}");
      assertThat(names.merge(policy.programName(), policy, (old, _) -> old)).isEqualTo(policy);
    }
    assertThat(names).hasSizeGreaterThan(10_000);
  }

  @Test
  void ptySlaves_isTheirRule() {
    assertThat(DevicePolicy.PTY_SLAVES).hasToString("c 136:* rw");
  }
}
