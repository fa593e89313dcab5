package vcg.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Controller;
import vcg.cgroup.Hierarchy;
import vcg.guest.ExitWatch;
import vcg.guest.SettingWatch;
import vcg.model.Hint;
import vcg.model.ProcessId;

/** What the running kernel pushes. */
@Tag("vm")
class LinuxWatchesIT {
  private static final Duration SOON = Duration.ofSeconds(60);

  @RegisterExtension final TestCgroup cgroup = new TestCgroup();

  private final Queue<Hint> hints = new ConcurrentLinkedQueue<>();

  private LinuxWatches watches() {
    return new LinuxWatches(cgroup.trees());
  }

  private void awaitHint(Predicate<Hint> wanted) {
    Eventually.holds(SOON, () -> hints.stream().anyMatch(wanted));
  }

  @Test
  void settings_anotherProcessWrites_tellsFileAndWriter() throws Exception {
    CgroupPath cpu = made(Controller.CPU, "/a");
    try (SettingWatch watch = watches().settings(hints::add)) {
      watch.follow(cpu.path());

      long writer = shell(write(cpu));

      awaitHint(new Hint.Setting(cpu, shares(), OptionalLong.of(writer))::equals);
    }
  }

  @Test
  void settings_thisProcessWrites_saysNothing() throws Exception {
    CgroupPath cpu = made(Controller.CPU, "/a");
    try (SettingWatch watch = watches().settings(hints::add)) {
      watch.follow(cpu.path());

      Files.writeString(Path.of(file(cpu, shares())), value());
      long writer = shell(write(cpu));

      Hint written = new Hint.Setting(cpu, shares(), OptionalLong.of(writer));
      awaitHint(written::equals);
      assertThat(hints).containsOnly(written); // a shell's write may be told of twice
    }
  }

  /** The write that is told of follows the others. */
  @Test
  void settings_otherCgroupsAndFilesThatDoNotMatter_saysNothing() throws Exception {
    CgroupPath followed = made(Controller.CPU, "/a");
    CgroupPath other = made(Controller.CPU, "/ab");
    try (SettingWatch watch = watches().settings(hints::add)) {
      watch.follow(followed.path());

      String unimportant = file(followed, isV2() ? "cgroup.max.depth" : "notify_on_release");
      long writer = shell(write(other) + "; echo 1 > " + unimportant + "; " + write(followed));

      Hint written = new Hint.Setting(followed, shares(), OptionalLong.of(writer));
      awaitHint(written::equals);
      assertThat(hints).containsOnly(written); // a shell's write may be told of twice
    }
  }

  @Test
  void settings_cgroupInsideIsWritten_tells() throws Exception {
    CgroupPath inside = made(Controller.MEMORY, "/a/b");
    try (SettingWatch watch = watches().settings(hints::add)) {
      watch.follow(cgroup.path() + "/a");

      shell("echo $$ > " + file(inside, "cgroup.procs"));

      awaitHint(h -> h instanceof Hint.Setting s && s.cgroup().equals(inside));
    }
  }

  @Test
  void settings_cgroupIsLeft_saysNothingMore() throws Exception {
    CgroupPath left = made(Controller.CPU, "/a");
    CgroupPath followed = made(Controller.CPU, "/b");
    try (SettingWatch watch = watches().settings(hints::add)) {
      watch.follow(left.path());
      watch.follow(followed.path());
      watch.leave(left.path());

      shell(write(left) + "; " + write(followed));

      awaitHint(h -> h instanceof Hint.Setting s && s.cgroup().equals(followed));
      assertThat(hints).noneMatch(h -> h instanceof Hint.Setting s && s.cgroup().equals(left));
    }
  }

  /** Where it went is not a cgroup that anybody follows. */
  @Test
  void settings_followedProcessIsMovedAway_asksForALookAtEverything() throws Exception {
    LinuxWatches watches = watches();
    CgroupPath elsewhere = made(Controller.CPU, "/elsewhere");
    Process sleeper = cgroup.sleeper();
    try (SettingWatch watch = watches.settings(hints::add);
        ExitWatch exits = watches.exits(hints::add)) {
      watch.follow(cgroup.path() + "/a");
      exits.follow(id(sleeper));

      shell("echo " + sleeper.pid() + " > " + file(elsewhere, "cgroup.procs"));

      awaitHint(h -> h instanceof Hint.Everything e && e.why().contains("/elsewhere"));
    }
  }

  @Test
  void settings_lastProcessEnds_tellsOfEventsInTheV2Tree() throws Exception {
    CgroupPath unified = cgroup.unified("/a");
    Files.createDirectory(Path.of(cgroup.unified().mount() + unified.path()));
    Process sleeper = cgroup.sleeper();
    Files.writeString(
        Path.of(cgroup.unified().mount() + unified.path(), "cgroup.procs"), "" + sleeper.pid());
    try (SettingWatch watch = watches().settings(hints::add)) {
      watch.follow(unified.path());
      awaitIdle(watch);

      sleeper.destroyForcibly();

      awaitHint(new Hint.Setting(unified, "cgroup.events", OptionalLong.empty())::equals);
    }
  }

  @Test
  void exits_processEnds_tells() throws Exception {
    Process sleeper = cgroup.sleeper();
    ProcessId id = id(sleeper);
    try (ExitWatch exits = watches().exits(hints::add)) {
      exits.follow(id);

      sleeper.destroyForcibly();

      awaitHint(new Hint.Ended(id)::equals);
    }
  }

  @Test
  void exits_processEndedBeforeOrItsNumberIsAnothers_tellsAtOnce() throws Exception {
    Process sleeper = cgroup.sleeper();
    ProcessId id = id(sleeper);
    sleeper.destroyForcibly().waitFor();
    ProcessId other = new ProcessId(ProcessHandle.current().pid(), 1);
    try (ExitWatch exits = watches().exits(hints::add)) {
      exits.follow(id);
      exits.follow(other);

      awaitHint(new Hint.Ended(id)::equals);
      awaitHint(new Hint.Ended(other)::equals);
    }
  }

  @Test
  void inotify_somebodyWrites_tellsFile() throws Exception {
    CgroupPath cpu = made(Controller.CPU, "/a");
    Hierarchy tree = cgroup.hierarchy(Controller.CPU);
    try (EventLoop loop = EventLoop.start("test")) {
      Inotify inotify = Inotify.open(List.of(tree), List.of(tree), new Recorded());
      Flow flow = Flow.start(loop, inotify, hints::add);
      inotify.follow(cpu.path());

      shell("mkdir " + file(cpu, "vcpu0"));
      awaitHint(new Hint.Setting(cpu, "", OptionalLong.empty())::equals);
      shell("echo $$ > " + file(cpu.child("vcpu0"), "cgroup.procs"));
      shell(write(cpu));

      awaitHint(new Hint.Setting(cpu, shares(), OptionalLong.empty())::equals);
      assertThat(hints)
          .contains(new Hint.Setting(cpu.child("vcpu0"), "cgroup.procs", OptionalLong.empty()));
      flow.close();
    }
  }

  @Test
  void inotify_followedBeforeItIsThere_watchesFromTheNextRetry() throws Exception {
    Hierarchy tree = cgroup.hierarchy(Controller.CPU);
    try (EventLoop loop = EventLoop.start("test")) {
      Inotify inotify = Inotify.open(List.of(tree), List.of(tree), new Recorded());
      Flow flow = Flow.start(loop, inotify, hints::add);
      inotify.follow(cgroup.path() + "/later");
      CgroupPath cpu = made(Controller.CPU, "/later");

      inotify.retry();
      shell(write(cpu));

      awaitHint(new Hint.Setting(cpu, shares(), OptionalLong.empty())::equals);
      flow.close();
    }
  }

  private final class Recorded implements Inotify.Listener {
    @Override
    public void changed(CgroupPath at, String file) {
      hints.add(new Hint.Setting(at, file, OptionalLong.empty()));
    }

    @Override
    public void refused(CgroupPath at, String errno) {
      throw new AssertionError(at + ": " + errno);
    }
  }

  /** Waits until what was asked of the watch is done. */
  private void awaitIdle(SettingWatch watch) throws Exception {
    CgroupPath probe = new CgroupPath(cgroup.unified().name(), cgroup.path() + "/probe");
    Files.createDirectory(Path.of(cgroup.unified().mount() + probe.path()));
    watch.follow(probe.path());
    shell("echo $$ > " + file(probe, "cgroup.procs"));
    awaitHint(h -> h instanceof Hint.Setting s && s.file().equals("cgroup.events"));
    hints.clear();
  }

  private CgroupPath made(Controller controller, String below) throws IOException {
    CgroupPath at = cgroup.at(controller, below);
    Files.createDirectories(Path.of(cgroup.hierarchy(controller).mount() + at.path()));
    return at;
  }

  private boolean isV2() {
    return cgroup.at(Controller.CPU, "").isUnified();
  }

  /** A file that every cgroup has, and that matters. */
  private String shares() {
    return isV2() ? "cgroup.freeze" : "cpu.shares";
  }

  private String value() {
    return isV2() ? "0" : "300";
  }

  /** A command of the shell. */
  private String write(CgroupPath at) {
    return "echo " + value() + " > " + file(at, shares());
  }

  private String file(CgroupPath at, String name) {
    String mount =
        cgroup.trees().stream()
            .filter(h -> h.name().equals(at.hierarchy()))
            .findFirst()
            .orElseThrow()
            .mount();
    return mount + at.path() + "/" + name;
  }

  private static ProcessId id(Process process) throws IOException {
    return ProcFiles.find(process.pid()).orElseThrow();
  }

  /** Runs a command of the shell; returns the number of its process. */
  private static long shell(String command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder("/bin/sh", "-c", command).inheritIO().start();
    process.waitFor();
    return process.pid();
  }
}
