package vcg.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vcg.cgroup.Hierarchy.Version;

/** The readings of the table of knobs, as measured on real kernels and agreed by OCI runtimes. */
class SpellingsTest {
  private static final long PAGE = 4096;

  @ParameterizedTest
  @CsvSource({
    "2, 1",
    "3, 2",
    "10, 4",
    "100, 17",
    "102, 17",
    "256, 35",
    "512, 59",
    "1000, 99",
    "1023, 100",
    "1024, 100",
    "1025, 101",
    "2048, 174",
    "4096, 303",
    "8192, 532",
    "16384, 942",
    "65536, 3023",
    "131072, 5478",
    "262143, 10000",
    "262144, 10000"
  })
  void stored_sharesOnV2_becomeTheWeightOfTheQuadraticCurve(long shares, long weight) {
    assertThat(stored(Knob.CPU_SHARES, Version.V2, Value.amount(shares)))
        .isEqualTo(Value.amount(weight));
  }

  @ParameterizedTest
  @CsvSource({"104857601, 104857600", "614401024, 614400000", "4095, 0", "8192, 8192"})
  void stored_memory_isRoundedDownToPages(long asked, long kept) {
    for (Version version : Version.values()) {
      assertThat(stored(Knob.MEMORY_HARD_LIMIT, version, Value.amount(asked)))
          .isEqualTo(Value.amount(kept));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "V1, MEMORY_HARD_LIMIT, 9223372036854771712, -1",
    "V2, MEMORY_HARD_LIMIT, max, max",
    "V1, CPU_QUOTA, -1, -1",
    "V1, MEMORY_SWAP_HARD_LIMIT, 9223372036854771712, -1",
    "V2, MEMORY_SWAP_HARD_LIMIT, max, max",
  })
  void parse_whatTheKernelShowsForNoLimit_isUnlimited(
      Version version, Knob knob, String shown, String written) {
    Spelling spelling = knob.spellings(version).getFirst();

    assertThat(spelling.parse(shown)).isEqualTo(Value.unlimited());
    assertThat(spelling.text(Value.unlimited(), "")).isEqualTo(written);
  }

  @Test
  void text_quotaAndPeriodOnV2_leaveEachOtherAlone() {
    Spelling quota = Knob.CPU_QUOTA.spellings(Version.V2).getFirst();
    Spelling period = Knob.CPU_PERIOD.spellings(Version.V2).getFirst();

    assertThat(quota.text(Value.amount(50_000), "max 200000")).isEqualTo("50000 200000");
    assertThat(period.text(Value.amount(100_000), "50000 200000")).isEqualTo("50000 100000");
    assertThat(quota.text(Value.unlimited(), "50000 100000")).isEqualTo("max 100000");
    assertThat(quota.parse("max 100000")).isEqualTo(Value.unlimited());
    assertThat(period.parse("max 100000")).isEqualTo(Value.amount(100_000));
  }

  @Test
  void stored_memoryAndSwapOnV2_isSwapAlone() {
    Spelling swap = Knob.MEMORY_SWAP_HARD_LIMIT.spellings(Version.V2).getFirst();
    Map<Knob, Value> document = Map.of(Knob.MEMORY_HARD_LIMIT, Value.amount(200 * PAGE));

    assertThat(swap.stored(Value.amount(500 * PAGE), document, PAGE))
        .isEqualTo(Value.amount(300 * PAGE));
    assertThat(swap.stored(Value.amount(200 * PAGE), document, PAGE)).isEqualTo(Value.amount(0));
  }

  @ParameterizedTest
  @CsvSource({
    "V1, blkio.bfq.weight, 1, true",
    "V1, blkio.bfq.weight, 1000, true",
    "V1, blkio.weight, 9, false",
    "V1, blkio.weight, 10, true",
    "V2, io.bfq.weight, 1001, false",
    "V2, io.weight, 1001, true",
  })
  void refusal_weights_dependOnTheScheduler(
      Version version, String file, long asked, boolean taken) {
    Spelling spelling =
        Knob.BLKIO_WEIGHT.spellings(version).stream()
            .filter(s -> s.file().equals(file))
            .findFirst()
            .orElseThrow();

    assertThat(spelling.refusal(Value.amount(asked)).isEmpty()).isEqualTo(taken);
  }

  @Test
  void parse_ioWeight_readsTheDefaultLine() {
    Spelling weight = Knob.BLKIO_WEIGHT.spellings(Version.V2).getLast();

    assertThat(weight.parse("default 250\n8:0 300")).isEqualTo(Value.amount(250));
    assertThat(weight.text(Value.amount(300), "default 250")).isEqualTo("default 300");
  }

  @Test
  void spelling_ofEveryFile_leadsBackToItsKnob() {
    for (Knob knob : Knob.values()) {
      for (Version version : Version.values()) {
        for (Spelling spelling : knob.spellings(version)) {
          assertThat(knob.spelling(spelling.file()).orElseThrow().file())
              .isEqualTo(spelling.file());
        }
      }
    }
  }

  private static Value stored(Knob knob, Version version, Value asked) {
    return knob.spellings(version).getFirst().stored(asked, Map.of(), PAGE);
  }
}
