package vcg.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static vcg.cgroup.CgroupFsFixture.assertRefused;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Directories for the threads of one process, as the vcpus of a guest have them. */
public interface UnifiedThreadsContract extends CgroupFsFixture {
  /** A process in {@code /vm}, and {@code /vm/vcpu0} for some of its threads. */
  private Threads withVcpu(CgroupPath vm, CgroupPath vcpu) throws IOException {
    Threads threads = startThreads();
    fs().write(vm, "cgroup.procs", Long.toString(threads.pid()));
    fs().create(vcpu);
    fs().write(vcpu, "cgroup.type", "threaded");
    fs().write(vm, "cgroup.subtree_control", "+cpu +cpuset");
    return threads;
  }

  @Test
  default void threads_ofOneProcess_moveIntoThreadedDirectories() throws IOException {
    CgroupPath vm = made(Controller.CPU, "/vm");
    CgroupPath vcpu = at(Controller.CPU, "/vm/vcpu0");
    Threads threads = withVcpu(vm, vcpu);
    String thread = Long.toString(threads.some().getFirst());

    fs().write(vcpu, "cgroup.threads", thread);

    assertThat(value(vm, "cgroup.type")).isEqualTo("domain threaded");
    assertThat(value(vcpu, "cgroup.type")).isEqualTo("threaded");
    assertThat(value(vcpu, "cgroup.threads")).isEqualTo(thread);
    assertThat(value(vm, "cgroup.threads").lines()).doesNotContain(thread);
    assertThat(fs().processes(vm)).containsExactly(threads.pid());
    assertRefused(() -> fs().read(vcpu, "cgroup.procs"), "EOPNOTSUPP");
    assertThat(value(vcpu, "cgroup.controllers")).isEqualTo("cpuset cpu");
    assertRefused(() -> fs().write(vcpu, "cgroup.kill", "1"), "EOPNOTSUPP");
    assertRefused(() -> fs().remove(vcpu), "EBUSY");
  }

  @Test
  default void threads_processWrittenToThreadedDirectory_movesWhole() throws IOException {
    CgroupPath vm = made(Controller.CPU, "/vm");
    CgroupPath vcpu = at(Controller.CPU, "/vm/vcpu0");
    Threads threads = withVcpu(vm, vcpu);

    fs().write(vcpu, "cgroup.procs", Long.toString(threads.some().getFirst()));

    assertThat(value(vm, "cgroup.threads")).isEmpty();
    assertThat(value(vcpu, "cgroup.threads").lines())
        .contains(Long.toString(threads.pid()), Long.toString(threads.some().getLast()));
    assertThat(fs().processes(vm)).containsExactly(threads.pid());
  }

  @Test
  default void threads_leavingTheirDomain_onlyTogether() throws IOException {
    CgroupPath vm = made(Controller.CPU, "/vm");
    CgroupPath other = made(Controller.CPU, "/other");
    made(Controller.CPU, "/plain");
    CgroupPath child = made(Controller.CPU, "/plain/child");
    Threads threads = withVcpu(vm, at(Controller.CPU, "/vm/vcpu0"));
    String thread = Long.toString(threads.some().getFirst());

    assertRefused(() -> fs().write(other, "cgroup.threads", thread), "EOPNOTSUPP");
    assertRefused(() -> fs().write(child, "cgroup.threads", thread), "EOPNOTSUPP");
    assertRefused(() -> fs().write(other, "cgroup.threads", "2147483600"), "ESRCH");
    fs().write(other, "cgroup.procs", thread);
    assertThat(fs().processes(other)).containsExactly(threads.pid());
    assertThat(fs().processes(vm)).isEmpty();
  }

  @Test
  default void threaded_domainControllers_notSupported() throws IOException {
    CgroupPath vm = made(Controller.CPU, "/vm");
    CgroupPath vcpu = at(Controller.CPU, "/vm/vcpu0");
    withVcpu(vm, vcpu);

    assertRefused(() -> fs().write(vm, "cgroup.subtree_control", "+memory"), "EOPNOTSUPP");
    assertRefused(() -> fs().write(vm, "cgroup.subtree_control", "+io +pids"), "EOPNOTSUPP");
    fs().write(vm, "memory.max", "max");
    fs().write(vcpu, "cpu.weight", "200");
  }

  @Test
  default void threaded_underDomainControllers_notSupported() throws IOException {
    CgroupPath vm = made(Controller.CPU, "/vm");
    CgroupPath vcpu = made(Controller.CPU, "/vm/vcpu0");
    fs().write(vm, "cgroup.subtree_control", "+memory");

    assertRefused(() -> fs().write(vcpu, "cgroup.type", "threaded"), "EOPNOTSUPP");
    assertThat(value(vcpu, "cgroup.type")).isEqualTo("domain");
  }

  @Test
  default void threaded_besidePopulatedDomain_notSupported() throws IOException {
    made(Controller.CPU, "/vm");
    CgroupPath vcpu = made(Controller.CPU, "/vm/vcpu0");
    CgroupPath payload = made(Controller.CPU, "/vm/payload");
    fs().write(payload, "cgroup.procs", Long.toString(startProcess()));

    assertRefused(() -> fs().write(vcpu, "cgroup.type", "threaded"), "EOPNOTSUPP");
    assertRefused(() -> fs().write(payload, "cgroup.type", "threaded"), "EOPNOTSUPP");
  }

  @Test
  default void threaded_anyOtherWord_invalidAndNoWayBack() throws IOException {
    CgroupPath vm = made(Controller.CPU, "/vm");
    CgroupPath vcpu = made(Controller.CPU, "/vm/vcpu0");
    fs().write(vcpu, "cgroup.type", "threaded");

    assertRefused(() -> fs().write(vcpu, "cgroup.type", "domain"), "EINVAL");
    fs().write(vcpu, "cgroup.type", "threaded");
    assertThat(value(vm, "cgroup.type")).isEqualTo("domain threaded");
    assertThat(value(made(Controller.CPU, "/vm/vcpu1"), "cgroup.type")).isEqualTo("domain invalid");
    fs().remove(vcpu);
    assertThat(value(vm, "cgroup.type")).isEqualTo("domain");
  }

  @Test
  default void threaded_directoryAboveBecomesThreaded_joinsItsDomain() throws IOException {
    CgroupPath vm = made(Controller.CPU, "/vm");
    Threads threads = startThreads();
    fs().write(vm, "cgroup.procs", Long.toString(threads.pid()));
    CgroupPath group = made(Controller.CPU, "/other");
    CgroupPath middle = made(Controller.CPU, "/other/middle");
    CgroupPath lower = made(Controller.CPU, "/other/middle/lower");
    CgroupPath leaf = made(Controller.CPU, "/other/middle/lower/leaf");
    fs().write(leaf, "cgroup.type", "threaded");
    assertThat(value(lower, "cgroup.type")).isEqualTo("domain threaded");

    fs().write(middle, "cgroup.type", "threaded");

    assertThat(value(group, "cgroup.type")).isEqualTo("domain threaded");
    assertThat(value(lower, "cgroup.type")).isEqualTo("domain invalid");
    assertThat(value(leaf, "cgroup.type")).isEqualTo("threaded");
    fs().write(group, "cgroup.procs", Long.toString(threads.pid()));
    fs().write(leaf, "cgroup.threads", Long.toString(threads.some().getFirst()));
    assertThat(fs().processes(group)).containsExactly(threads.pid());
  }
}
