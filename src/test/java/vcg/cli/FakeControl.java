package vcg.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import vcg.cgroup.CgroupCounts;
import vcg.model.Driver;
import vcg.model.GuestId;
import vcg.model.Plan;
import vcg.model.ProcessId;
import vcg.model.Running;
import vcg.model.Usage;
import vcg.run.Control;
import vcg.run.Counters;
import vcg.run.DaemonStatus;
import vcg.run.GuestCondition;
import vcg.run.GuestUse;

/** A daemon that does nothing but remember what it was asked. */
final class FakeControl implements Control {
  private static final Instant THEN = Instant.parse("2026-01-02T03:04:05Z");

  final List<String> asked = new CopyOnWriteArrayList<>();
  final List<Consumer<DaemonStatus>> listeners = new CopyOnWriteArrayList<>();
  volatile boolean paused;
  volatile int guests = 1;
  private volatile Instant lastLook = THEN;

  @Override
  public DaemonStatus status() {
    List<GuestCondition> conditions = new ArrayList<>();
    for (int i = 0; i < guests; i++) {
      conditions.add(
          new GuestCondition(
              new GuestId(Driver.QEMU, "web" + i),
              GuestCondition.Sync.RESTART_DUE,
              THEN,
              "memory differs",
              Optional.empty(),
              Optional.of(new ProcessId(412, 7)),
              Optional.of(Running.State.RUNNING),
              Optional.empty(),
              3,
              Optional.empty(),
              Optional.empty()));
    }
    return new DaemonStatus(
        "/etc/vcg/domains",
        THEN,
        true,
        paused,
        Optional.of(lastLook),
        0,
        List.of("the state directory is full"),
        conditions,
        "00c0ffee00c0ffee",
        6,
        List.of());
  }

  @Override
  public Plan plan() throws Refused {
    throw new Refused("not in this test");
  }

  @Override
  public List<GuestId> approve(Optional<String> guest) throws Refused {
    asked.add("approve " + guest.orElse("all"));
    if (guest.filter("nobody"::equals).isPresent()) {
      throw new Refused("no guest nobody");
    }
    return guest.map(name -> List.of(new GuestId(Driver.QEMU, name))).orElse(List.of());
  }

  @Override
  public void pause() {
    asked.add("pause");
    paused = true;
    listeners.forEach(listener -> listener.accept(status()));
  }

  @Override
  public void resume() {
    asked.add("resume");
    paused = false;
    listeners.forEach(listener -> listener.accept(status()));
  }

  @Override
  public GuestId restart(String guest) {
    asked.add("restart " + guest);
    return new GuestId(Driver.QEMU, guest);
  }

  @Override
  public void reload() {
    asked.add("reload");
    lastLook = lastLook.plusSeconds(1);
  }

  @Override
  public Counters counters() {
    return new Counters(
        11,
        2,
        5,
        1,
        new TreeMap<>(Map.of(new Counters.Restart("web0", "crashed"), 4L)),
        new TreeMap<>(Map.of(new Counters.Drift("web0", "cpu", "cpu.shares"), 3L)),
        1,
        2,
        7,
        new Counters.Durations(List.of(8L, 2L, 0L, 0L, 0L, 0L, 1L), 12_500_000_000L),
        new CgroupCounts(
            412,
            new TreeMap<>(Map.of("cpu", 9L)),
            new TreeMap<>(Map.of(new CgroupCounts.Refused("cpu", "EBUSY"), 1L))));
  }

  @Override
  public List<GuestUse> uses() {
    return List.of(
        new GuestUse(
            new GuestId(Driver.QEMU, "web0"),
            "/system",
            "flat",
            new Usage(OptionalLong.of(1_500_000_000), OptionalLong.of(4096))),
        new GuestUse(
            new GuestId(Driver.LXC, "off"),
            "/other",
            "flat",
            new Usage(OptionalLong.empty(), OptionalLong.empty())));
  }

  @Override
  public AutoCloseable onChange(Consumer<DaemonStatus> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }
}
