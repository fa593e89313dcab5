package vcg.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SharesTest {
  private static final List<Integer> MANY = IntStream.range(0, 1000).boxed().toList();

  @Test
  void of_many_keepsTheirOrder() throws Exception {
    List<String> found =
        Shares.of(MANY, share -> share.stream().map(number -> "g" + number).toList());

    assertThat(found).isEqualTo(MANY.stream().map(number -> "g" + number).toList());
  }

  @Test
  void of_few_areLookedAtByTheCaller() throws Exception {
    List<Thread> threads = Shares.of(List.of(1, 2), share -> List.of(Thread.currentThread()));

    assertThat(threads).containsExactly(Thread.currentThread());
  }

  @Test
  void of_oneLookFails_throwsWhatItThrew() {
    assertThatThrownBy(() -> Shares.of(MANY, SharesTest::failAt500))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("cannot look at 500");
  }

  private static List<Integer> failAt500(List<Integer> share) throws IOException {
    if (share.contains(500)) {
      throw new IOException("cannot look at 500");
    }
    return share;
  }
}
