package vcg.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vcg.cgroup.DeviceRule.Access;
import vcg.cgroup.DeviceRule.Kind;

class DeviceRuleTest {
  @ParameterizedTest
  @CsvSource({
    "b 8:16 rw, b 8:16 rw",
    "c 136:* rw, c 136:* rw",
    "c *:* m, c *:* m",
    "b *:7 r, b *:7 r",
    "c 42:* wm, c 42:* wm",
    "c 1:3 mwr, c 1:3 rwm",
    "c 1:3 rr, c 1:3 r",
    "b 2147483647:0 r, b 2147483647:0 r",
  })
  void parse_rule_isSpeltAsByTheKernel(String text, String kernel) {
    assertThat(DeviceRule.parse(text)).hasToString(kernel);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "b 1:0",
        "p *:* rwm",
        "c foo:27 rwm",
        "b 1:-4 rwm",
        "b 1:7 rwk",
        "a *:* rwm",
        "",
        "c 1:3 ",
        "c 1 r",
        "c 1:3  r",
        " c 1:3 r",
        "c 1:3 r\n",
        "c 0x1:3 r",
        "c 2147483648:3 r",
        "c **:3 r",
        "c 1:3 rwmr"
      })
  void parse_nonsense_isRefused(String text) {
    assertThatThrownBy(() -> DeviceRule.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void new_wrongParts_areRefused() {
    OptionalInt one = OptionalInt.of(1);
    assertThatThrownBy(() -> new DeviceRule(Kind.BLOCK, one, one, Set.of()))
        .hasMessage("no access");
    assertThatThrownBy(
            () -> new DeviceRule(Kind.BLOCK, OptionalInt.of(-1), one, Set.of(Access.READ)))
        .hasMessageStartingWith("negative");
  }

  @Test
  void of_oneDevice_equalsParsed() {
    assertThat(DeviceRule.of(Kind.BLOCK, new DeviceNumber(8, 16), Access.WRITE, Access.READ))
        .isEqualTo(DeviceRule.parse("b 8:16 rw"));
  }

  @Test
  void compareTo_wildcardsFirstThenNumbers() {
    List<String> order =
        List.of(
            "b *:* m",
            "b *:1 r",
            "b 8:0 r",
            "b 10:0 r",
            "c *:* m",
            "c 1:* r",
            "c 1:3 r",
            "c 1:3 rw",
            "c 1:3 w",
            "c 1:12 r");

    TreeSet<DeviceRule> sorted = new TreeSet<>();
    order.reversed().forEach(rule -> sorted.add(DeviceRule.parse(rule)));

    assertThat(sorted).extracting(DeviceRule::toString).containsExactlyElementsOf(order);
  }

  @Test
  void without_leavesTheRestOrNothing() {
    DeviceRule rule = DeviceRule.parse("c 1:3 rw");

    assertThat(rule.without(List.of(Access.WRITE, Access.MKNOD)))
        .contains(DeviceRule.parse("c 1:3 r"));
    assertThat(rule.without(Arrays.asList(Access.values()))).isEmpty();
    assertThat(rule.with(List.of(Access.MKNOD))).isEqualTo(DeviceRule.parse("c 1:3 rwm"));
  }
}
