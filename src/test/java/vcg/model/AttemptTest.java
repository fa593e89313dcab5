package vcg.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AttemptTest {
  private static final Instant START = Instant.ofEpochSecond(1_800_000_000);
  private static final UUID WEB = UUID.fromString("0d21c6b2-4f6c-4d5a-9a58-0f5d3c1b7a11");

  /** How long to wait from the start on. */
  private static Duration delay(UUID guest, int crashesBefore) {
    return Attempt.next(crashesBefore, START).left(guest, START);
  }

  @Test
  void left_crashAfterCrash_doublesUpToFiveMinutes() {
    List<Integer> whole = List.of(10, 20, 40, 80, 160, 300, 300, 300);
    for (int crashes = 0; crashes < whole.size(); crashes++) {
      Duration most = Duration.ofSeconds(whole.get(crashes));

      assertThat(delay(WEB, crashes)).isBetween(most.multipliedBy(4).dividedBy(5), most);
    }
    assertThat(delay(WEB, Integer.MAX_VALUE - 1))
        .isBetween(Duration.ofMinutes(4), Duration.ofMinutes(5));
  }

  @Test
  void left_askedTwice_isTheSame_andNotThatOfAnotherGuest() {
    Set<Duration> delays = new HashSet<>();
    IntStream.range(0, 50).forEach(i -> delays.add(delay(new UUID(7, i), 4)));

    assertThat(delay(WEB, 4)).isEqualTo(delay(WEB, 4));
    assertThat(delays).hasSizeGreaterThan(20);
  }

  @Test
  void left_timeGoesBy_isLess_thenNothing() {
    Attempt attempt = Attempt.next(2, START);
    Duration whole = attempt.left(WEB, START);

    assertThat(attempt.left(WEB, START.plusSeconds(5))).isEqualTo(whole.minusSeconds(5));
    assertThat(attempt.left(WEB, START.plus(whole))).isZero();
    assertThat(attempt.left(WEB, START.plusSeconds(100_000))).isZero();
  }

  @Test
  void left_clockWasSetBack_isNothing() {
    assertThat(Attempt.next(5, START).left(WEB, START.minusSeconds(1))).isZero();
  }

  @Test
  void inARow_upForTenMinutes_beginsAgain() {
    Attempt attempt = Attempt.next(5, START);

    assertThat(attempt.inARow(START.plusSeconds(599))).isEqualTo(6);
    assertThat(attempt.inARow(START.plusSeconds(600))).isEqualTo(1);
  }
}
