package vcg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import vcg.Requires;
import vcg.cli.TestHost.Run;
import vcg.linux.Eventually;

/** What the program asks of the kernel, as strace sees it. */
class SystemCallsIT {
  /** Everything by which a program can change a file system. */
  private static final String CHANGING =
      "trace=creat,mkdir,mkdirat,rmdir,unlink,unlinkat,rename,renameat,renameat2,link,linkat,"
          + "symlink,symlinkat,mknod,mknodat,truncate,ftruncate,chmod,fchmod,fchmodat,chown,fchown,"
          + "lchown,fchownat,utime,utimes,utimensat,futimesat,setxattr,open,openat";

  private static final Pattern FOR_WRITING =
      Pattern.compile("O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_APPEND");

  private static final Pattern CALL = Pattern.compile("^[0-9]+ +[a-z0-9]+\\(");

  @RegisterExtension final TestHost host = new TestHost();

  @BeforeEach
  void needStrace() {
    Requires.program("strace");
  }

  @Test
  void planAndStatus_ofARunningAndANewGuest_writeNothing() throws Exception {
    host.domain("web", 'N', "<cputune><shares>2048</shares></cputune>", "");
    host.vcg("apply");
    host.edit("web", "<shares>2048<", "<shares>512<");
    host.domain("new", 'N', "", "");

    for (String command : List.of("plan", "status", "snapshot", "validate")) {
      List<String> changes =
          traced(CHANGING, command).stream().filter(SystemCallsIT::changes).toList();

      assertThat(changes).as(command).isEmpty();
    }
  }

  private static boolean changes(String line) {
    return line.contains(" open")
        ? FOR_WRITING.matcher(line).find()
            && !line.contains("\"/dev/null\"")
            && !line.contains("\"/proc/self/coredump_filter\"") // Java, about itself
        : CALL.matcher(line).find() && !line.contains("= -1 ");
  }

  @Test
  void planFromSnapshot_onAHostWithGuests_looksAtNoCgroup() throws Exception {
    host.domain("web", 'N', "<cputune><shares>2048</shares></cputune>", "");
    host.vcg("apply");
    Path snapshot = Files.writeString(host.home().resolve("host.json"), host.vcg("snapshot").out());
    host.edit("web", "<shares>2048<", "<shares>512<");

    List<String> opened = traced("trace=open,openat", "plan", "--from", "snapshot:" + snapshot);
    Run plan = host.vcg("plan", "--from", "snapshot:" + snapshot);

    assertThat(opened).noneMatch(line -> line.contains("\"/sys/fs/cgroup"));
    assertThat(plan.out()).containsPattern("~ web +live +cpu +shares +2048 → 512");
  }

  @Test
  void apply_newGuest_entersEveryCgroupWithEveryLimitBeforeExec() throws Exception {
    host.domain(
        "web",
        'N',
        "<cputune><shares>2048</shares></cputune>"
            + "<memtune><hard_limit unit='MiB'>300</hard_limit></memtune>",
        "");

    Path trace = host.home().resolve("trace");
    TestHost.Started apply =
        host.start(strace("trace=write,execve", trace), "apply"); // ends with the last child
    Eventually.holds(TestHost.SOON, () -> Files.readString(apply.out()).contains("Applied:"));
    ProcessHandle.of(host.pid("web").orElseThrow()).orElseThrow().destroyForcibly();
    assertThat(apply.await().exit()).isZero();
    List<String> calls = Files.readAllLines(trace);

    int exec =
        first(calls, line -> line.contains("execve(\"/usr/bin/qemu-system-x86_64\"") && done(line));
    List<String> before = calls.subList(0, exec);
    String pid = calls.get(exec).split(" ", 2)[0];
    long entered =
        before.stream()
            .filter(line -> line.startsWith(pid + " "))
            .filter(line -> line.contains("write(") && line.contains("\"0\\n\"") && done(line))
            .count();
    assertThat(entered)
        .as("cgroups entered by the process itself, and its score for lack of memory")
        .isEqualTo(host.trees() + 1);
    assertThat(before)
        .anyMatch(line -> line.contains("write(") && line.contains("\"2048\""))
        .anyMatch(line -> line.contains("write(") && line.contains("\"314572800\""));
    assertThat(calls.subList(exec, calls.size()))
        .noneMatch(line -> line.contains("cgroup.procs"))
        .noneMatch(line -> line.contains("write(") && line.contains("\"2048\""));
  }

  private static boolean done(String line) {
    return !line.contains(" = -1 ");
  }

  private static int first(List<String> lines, Predicate<String> wanted) {
    for (int i = 0; i < lines.size(); i++) {
      if (wanted.test(lines.get(i))) {
        return i;
      }
    }
    throw new AssertionError("not found in " + lines.size() + " lines");
  }

  private static List<String> strace(String filter, Path trace) {
    return List.of("strace", "-f", "-qq", "-s", "256", "-e", filter, "-o", trace.toString());
  }

  private List<String> traced(String filter, String... words) throws Exception {
    Path trace = host.home().resolve("trace");
    Run run = host.vcgUnder(strace(filter, trace), words);
    assertThat(run.exit()).as(run.err()).isZero();
    return Files.readAllLines(trace);
  }
}
