package vcg.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EventLoopTest {
  @Test
  void post_taskFails_othersAreDoneAllTheSame() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    try (EventLoop loop = EventLoop.start("test")) {
      loop.post(() -> {
        throw new IllegalStateException("a fault");
      });
      loop.post(done::countDown);

      assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void post_fromManyThreads_allIsDoneBeforeItEnds() throws Exception {
    AtomicInteger done = new AtomicInteger();
    EventLoop loop = EventLoop.start("test");
    Thread[] threads = new Thread[4];
    for (int i = 0; i < threads.length; i++) {
      threads[i] =
          Thread.ofPlatform()
              .start(() -> {
                for (int n = 0; n < 1000; n++) {
                  loop.post(done::incrementAndGet);
                }
              });
    }
    for (Thread thread : threads) {
      thread.join();
    }

    loop.close();

    assertThat(done).hasValue(4000);
  }

  @Test
  void later_twoTimers_runInOrder() throws IOException {
    Queue<String> order = new ConcurrentLinkedQueue<>();
    CountDownLatch done = new CountDownLatch(2);
    try (EventLoop loop = EventLoop.start("test")) {
      loop.post(() -> {
        loop.later(
            Duration.ofMillis(20),
            () -> {
              order.add("second");
              done.countDown();
            });
        loop.later(
            Duration.ofMillis(1),
            () -> {
              order.add("first");
              done.countDown();
            });
      });
      Eventually.holds(Duration.ofSeconds(60), () -> done.getCount() == 0);
    }

    assertThat(order).containsExactly("first", "second");
  }
}
