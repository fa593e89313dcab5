package vcg.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import vcg.cgroup.CgroupFs;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Hierarchy;
import vcg.model.Scheduling;

/**
 * Has the kernel schedule a thread in another way (sched_setscheduler(2)).
 *
 * @param placement of the thread, to tell why the kernel refuses
 */
record ThreadScheduler(long thread, SortedMap<String, String> placement, CgroupFs fs) {
  private static final MethodHandle SET =
      Libc.call(
          "sched_setscheduler", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS), -1);
  private static final String BUDGET = "cpu.rt_runtime_us";

  void set(Scheduling scheduling) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(Libc.STATE);
      MemorySegment parameter = arena.allocate(JAVA_INT);
      parameter.set(JAVA_INT, 0, scheduling.priority());
      long result = set(state, scheduling.policy().number(), parameter);
      if (result < 0) {
        int number = (int) -result;
        throw new IOException(
            "cannot schedule thread "
                + thread
                + " as "
                + scheduling
                + ": "
                + Errno.name(number)
                + why(number, scheduling));
      }
    }
  }

  private long set(MemorySegment state, int policy, MemorySegment parameter) {
    try {
      return Libc.result(
          (int) SET.invokeExact(state, Math.toIntExact(thread), policy, parameter), state);
    } catch (Throwable e) { // what invokeExact declares
      throw new AssertionError(e);
    }
  }

  private String why(int number, Scheduling scheduling) throws IOException {
    if (number != Errno.EPERM.number() || !scheduling.policy().isRealTime()) {
      return "";
    }
    for (Map.Entry<String, String> place : placement.entrySet()) {
      CgroupPath cgroup = new CgroupPath(place.getKey(), place.getValue());
      boolean cpu = List.of(place.getKey().split(",", -1)).contains("cpu");
      Optional<String> budget = cpu ? fs.read(cgroup, BUDGET) : Optional.empty();
      if (budget.filter("0"::equals).isPresent()) {
        return ": the kernel gives real-time threads no time in "
            + cgroup
            + ", because "
            + BUDGET
            + " is 0 there; write some to it and to the directories above, or use batch or idle";
      }
    }
    return placement.containsKey(Hierarchy.UNIFIED) && placement.size() == 1
        ? ": vcg needs CAP_SYS_NICE; and a kernel with CONFIG_RT_GROUP_SCHED lets no thread below"
            + " the root of the v2 tree be one of real time"
        : ": vcg needs CAP_SYS_NICE";
  }
}
