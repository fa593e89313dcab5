package vcg.run;

import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.random.RandomGenerator;
import vcg.apply.Applier;
import vcg.guest.Watches;
import vcg.plan.PlanOptions;

/** What all parts of the thread that decides work with. */
record Tools(
    Machine machine,
    Watches watches,
    Lanes lanes,
    Time time,
    RandomGenerator random,
    Remembered records,
    Applier applier,
    Documents documents,
    LinkedBlockingQueue<Event> queue,
    Totals totals) {

  Instant wallAt(long nanos) {
    return time.wall().plusNanos(Math.max(0, nanos - time.nanos()));
  }

  PlanOptions options() throws IOException {
    return machine.options(time);
  }
}
