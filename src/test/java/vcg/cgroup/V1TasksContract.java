package vcg.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static vcg.cgroup.CgroupFsFixture.assertRefused;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The threads of cgroup v1, each of which may be anywhere, and how they are frozen. */
public interface V1TasksContract extends CgroupFsFixture {
  @Test
  default void tasks_thread_movesAlone() throws IOException {
    CgroupPath web = made(Controller.CPU, "/web");
    CgroupPath vcpu = made(Controller.CPU, "/web/vcpu0");
    Threads threads = startThreads();
    String thread = Long.toString(threads.some().getFirst());
    fs().write(web, "cgroup.procs", Long.toString(threads.pid()));

    fs().write(vcpu, "tasks", thread);

    assertThat(value(vcpu, "tasks")).isEqualTo(thread);
    assertThat(fs().processes(vcpu)).containsExactly(threads.pid());
    assertThat(fs().processes(web)).containsExactly(threads.pid());
    assertThat(value(web, "tasks").lines())
        .contains(Long.toString(threads.pid()), Long.toString(threads.some().getLast()))
        .doesNotContain(thread);
    fs().write(vcpu, "cgroup.procs", thread);
    assertThat(fs().processes(web)).isEmpty();
    assertRefused(() -> fs().write(vcpu, "tasks", "2147483600"), "ESRCH");
    assertRefused(() -> fs().write(vcpu, "tasks", "x"), "EINVAL");
  }

  @Test
  default void freezer_parentFrozen_childStaysFrozen() throws IOException {
    CgroupPath outer = made(Controller.FREEZER, "/outer");
    CgroupPath inner = made(Controller.FREEZER, "/outer/inner");

    fs().write(outer, "freezer.state", "FROZEN");
    fs().write(inner, "freezer.state", "THAWED");

    assertThat(value(inner, "freezer.state")).isEqualTo("FROZEN");
    assertThat(value(inner, "freezer.self_freezing")).isEqualTo("0");
    assertThat(value(inner, "freezer.parent_freezing")).isEqualTo("1");
    assertThat(value(outer, "freezer.self_freezing")).isEqualTo("1");
    fs().write(outer, "freezer.state", "THAWED");
    assertThat(value(inner, "freezer.state")).isEqualTo("THAWED");
    assertRefused(() -> fs().write(outer, "freezer.state", "FREEZING"), "EINVAL");
    assertRefused(() -> fs().write(outer, "freezer.state", "frozen"), "EINVAL");
    assertRefused(() -> fs().write(outer, "freezer.self_freezing", "1"), "EINVAL");
  }
}
