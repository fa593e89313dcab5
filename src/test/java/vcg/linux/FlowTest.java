package vcg.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;
import vcg.model.Hint;

class FlowTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  private final Queue<Hint> hints = new ConcurrentLinkedQueue<>();

  @Test
  void read_fewEvents_goesOn() throws IOException {
    Source source = new Source(() -> 1);
    try (EventLoop loop = EventLoop.start("test");
        Flow _ = Flow.start(loop, source, hints::add)) {
      Eventually.holds(SOON, () -> source.told.get() > 100);
    }

    assertThat(hints).isEmpty();
    assertThat(source.thrownAway).hasValue(0);
  }

  @Test
  void read_moreThanAnybodyCanFollow_pausesAndAsksForALookAtEverything() throws IOException {
    Source source = new Source(() -> 1000);
    try (EventLoop loop = EventLoop.start("test");
        Flow _ = Flow.start(loop, source, hints::add)) {
      Eventually.holds(SOON, () -> hints.size() >= 2);
    }

    assertThat(hints).allMatch(Hint.Everything.class::isInstance);
    assertThat(source.told.get()).isLessThanOrEqualTo(5 * (hints.size() + 1));
    assertThat(source.thrownAway.get()).isLessThanOrEqualTo(64 * hints.size());
  }

  @Test
  void read_someWereLost_asksForALookAtEverything() throws IOException {
    Source source = new Source(() -> Flow.LOST);
    try (EventLoop loop = EventLoop.start("test");
        Flow _ = Flow.start(loop, source, hints::add)) {
      Eventually.holds(SOON, () -> !hints.isEmpty());
    }

    assertThat(hints.element()).isInstanceOf(Hint.Everything.class);
  }

  @Test
  void read_eventThatNobodyUnderstands_isOneThatWasLost() throws IOException {
    Source source =
        new Source(() -> {
          throw new IllegalArgumentException("strange event");
        });
    try (EventLoop loop = EventLoop.start("test");
        Flow _ = Flow.start(loop, source, hints::add)) {
      Eventually.holds(SOON, () -> !hints.isEmpty());
    }

    assertThat(hints.element()).isInstanceOf(Hint.Everything.class);
  }

  /** Always has something to say. */
  private static final class Source implements Flow.Events {
    private final MemorySegment state = Arena.ofAuto().allocate(Libc.STATE);
    private final int descriptor = WatchCalls.eventfd(state);
    private final AtomicInteger told = new AtomicInteger();
    private final AtomicInteger thrownAway = new AtomicInteger();
    private final IntSupplier count;

    private Source(IntSupplier count) {
      this.count = count;
      Libc.write(state, descriptor, Arena.ofAuto().allocateFrom("12345678"), Long.BYTES);
    }

    @Override
    public int descriptor() {
      return descriptor;
    }

    @Override
    public int read(boolean tell) {
      if (!tell) {
        thrownAway.incrementAndGet();
        return 1;
      }
      told.incrementAndGet();
      return count.getAsInt();
    }

    @Override
    public void close() {
      Libc.close(state, descriptor);
    }
  }
}
