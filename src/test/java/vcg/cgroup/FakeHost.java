package vcg.cgroup;

import java.util.Set;
import vcg.cgroup.Value.IndexSet;

/**
 * What the controllers of the fake know of the machine.
 *
 * @param missing interface files that this kernel is built without
 */
record FakeHost(
    IndexSet cpus, IndexSet mems, FakeTasks tasks, FakeDisks disks, Set<String> missing) {}
