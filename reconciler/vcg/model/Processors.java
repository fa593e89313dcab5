package vcg.model;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import vcg.cgroup.Group;

/**
 * The processors of a virtual machine, and the threads that do its input and output.
 *
 * @param vcpus how many virtual CPUs are plugged at boot
 * @param maxVcpus how many could be plugged, at least {@code vcpus}
 * @param cpu the processor model; empty: QEMU's default
 * @param traits what the document says of it elsewhere, in a fixed order
 * @param ioThreads in order of their numbers
 * @param otherHelpers how many helpers all other input and output has; empty: as QEMU has it
 * @param schedulers of threads that are not to be scheduled as all others; of the emulator this is
 *     its first thread
 */
public record Processors(
    Located<Integer> vcpus,
    int maxVcpus,
    Optional<Located<Cpu>> cpu,
    List<Located<CpuTrait>> traits,
    List<IoThread> ioThreads,
    Optional<Located<IoThread.Helpers>> otherHelpers,
    SortedMap<Group, Located<Scheduling>> schedulers) {
  public Processors {
    traits = List.copyOf(traits);
    ioThreads = List.copyOf(ioThreads);
    schedulers = Sorted.copy(schedulers);
  }

  public boolean hasIoThread(int number) {
    return ioThreads.stream().anyMatch(thread -> thread.number() == number);
  }

  /**
   * The processor.
   *
   * @param mode where the model comes from
   * @param model for {@code CUSTOM}
   * @param features {@code +name} or {@code -name}, in document order
   * @param topology sockets, dies, cores, threads; empty: one core in each socket
   */
  public record Cpu(
      Mode mode, Optional<String> model, List<String> features, Optional<Topology> topology) {
    public Cpu {
      features = List.copyOf(features);
    }

    /** Where a processor model comes from. */
    public enum Mode {
      CUSTOM,
      HOST_PASSTHROUGH,
      HOST_MODEL,
      MAXIMUM
    }
  }

  /** How virtual CPUs are grouped; the product is the number of CPUs. */
  public record Topology(int sockets, int dies, int cores, int threads) {}
}
