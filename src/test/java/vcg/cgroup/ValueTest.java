package vcg.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vcg.cgroup.Value.IndexSet;

class ValueTest {
  @ParameterizedTest
  @CsvSource({
    "'1,0', 0-1",
    "0-0, 0",
    "'0,2-3', '0,2-3'",
    "'0-3,^1', '0,2-3'",
    "'0-7,^0-0', ''",
    "' 1 , 3 ', '1,3'",
    "16383, 16383",
  })
  void parse_anySpelling_givesTheKernels(String text, String list) {
    if (list.isEmpty()) { // an exclusion takes one index, not a range
      assertThatThrownBy(() -> IndexSet.parse(text)).hasMessageContaining("is not N, N-M or ^N");
    } else {
      assertThat(IndexSet.parse(text).list()).isEqualTo(list);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-", "1-", "-3", "54-53", "1 - 2x", "0,^0", "a", "16384", "1,,2"})
  void parse_nonsense_isRefused(String text) {
    assertThatThrownBy(() -> IndexSet.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void covers_isSubset() {
    assertThat(IndexSet.parse("0-3").covers(IndexSet.parse("1,3"))).isTrue();
    assertThat(IndexSet.parse("0-3").covers(IndexSet.parse("3-4"))).isFalse();
  }

  @Test
  void compareLimits_unlimited_isAboveEveryNumber() {
    assertThat(Value.compareLimits(Value.amount(Long.MAX_VALUE - 1), Value.unlimited()))
        .isNegative();
  }
}
