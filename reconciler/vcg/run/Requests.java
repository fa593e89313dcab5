package vcg.run;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import vcg.model.Actual;
import vcg.model.Desired;
import vcg.model.GuestId;
import vcg.model.GuestRecord;
import vcg.model.Plan;
import vcg.plan.Census;
import vcg.plan.Planner;

/** What operators ask for, in the thread that decides. */
final class Requests {
  private final Tools tools;
  private final Life life;
  private final Guests guests;
  private final StopGuard guard;

  Requests(Tools tools, Life life, Guests guests, StopGuard guard) {
    this.tools = tools;
    this.life = life;
    this.guests = guests;
    this.guard = guard;
  }

  GuestId restart(String word, CompletableFuture<Optional<String>> decided) throws Control.Refused {
    if (life.paused) {
      throw new Control.Refused("the daemon is paused");
    }
    GuestId id = guests.find(word);
    Tracked guest = guests.track(id);
    if (!tools.documents().isAsked(id)) {
      throw new Control.Refused(id + " has no file");
    }
    guest.answer(Optional.of("asked for again"));
    guest.restart = true;
    guest.asked = Optional.of(decided);
    guest.notBefore = Long.MIN_VALUE;
    guests.look(id);
    return id;
  }

  /** What failed is tried at once. */
  void retryAll() {
    guests.all().forEach(t -> t.notBefore = Long.MIN_VALUE);
  }

  void plan(CompletableFuture<Plan> answer) {
    Desired desired = tools.documents().inForce();
    Census census = guard.census(guests.everybody());
    tools
        .lanes()
        .look(() -> {
          try {
            List<GuestRecord> all = tools.records().guests();
            Actual seen = tools.machine().look(desired, all, tools.records().partitions());
            Actual above =
                tools
                    .machine()
                    .partitions(
                        desired,
                        all.stream().map(GuestRecord::cgroup).toList(),
                        tools.records().partitions());
            Actual actual =
                new Actual(
                    seen.host(),
                    seen.guests(),
                    seen.parent(),
                    above.partitions(),
                    seen.remembered(),
                    seen.devices(),
                    above.foreign(),
                    seen.refusals(),
                    seen.firmware(),
                    seen.tables());
            answer.complete(Planner.plan(desired, actual, tools.options().among(census)));
          } catch (IOException | RuntimeException | Error e) {
            answer.completeExceptionally(new Control.Refused(Reasons.of(e)));
          }
        });
  }
}
