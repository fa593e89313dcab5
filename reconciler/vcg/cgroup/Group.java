package vcg.cgroup;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A part of a guest that has a cgroup of its own below the guest's. Of a virtual machine some
 * threads: one for each virtual CPU and I/O thread, and one for all others, which emulate devices.
 * Of a container all that is in it: what it sees of cgroups begins there, below its limits.
 *
 * @param index the number of the virtual CPU, from 0, or of the I/O thread, from 1; otherwise 0
 */
public record Group(Kind kind, int index) implements Comparable<Group> {
  /** All threads of QEMU that are no virtual CPU and no I/O thread. */
  public static final Group EMULATOR = new Group(Kind.EMULATOR, 0);

  /** All processes of a container. */
  public static final Group CONTAINER = new Group(Kind.CONTAINER, 0);

  private static final Comparator<Group> ORDER =
      Comparator.comparing(Group::kind).thenComparingInt(Group::index);

  /** What is in a group. */
  public enum Kind {
    EMULATOR("emulator"),
    VCPU("vcpu"),
    IOTHREAD("iothread"),
    CONTAINER("container");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    @Override
    public String toString() {
      return word;
    }
  }

  /** The group of a virtual CPU. */
  public static Group vcpu(int index) {
    return new Group(Kind.VCPU, index);
  }

  /** The group of an I/O thread. */
  public static Group iothread(int id) {
    return new Group(Kind.IOTHREAD, id);
  }

  /**
   * Why virtual CPUs cannot be told apart: with single-threaded emulation one thread runs all of
   * them in turn, and no cgroup can hold a part of it; empty: each has a thread of its own.
   */
  public static Optional<String> shared(SortedMap<Group, Long> threads) {
    Map<Long, Group> first = new HashMap<>();
    for (Map.Entry<Group, Long> entry : threads.entrySet()) {
      Group other = first.putIfAbsent(entry.getValue(), entry.getKey());
      if (other != null) {
        return Optional.of(
            other
                + " and "
                + entry.getKey()
                + " share thread "
                + entry.getValue()
                + ": this QEMU emulates all virtual CPUs in one thread, so the document cannot set"
                + " period, quota, vcpupin or vcpusched; global_period, global_quota and vcpu"
                + " cpuset work");
      }
    }
    return Optional.empty();
  }

  /** The group whose directory has this name; empty: no group's. */
  public static Optional<Group> parse(String name) {
    for (Group group : List.of(EMULATOR, CONTAINER)) {
      if (name.equals(group.toString())) {
        return Optional.of(group);
      }
    }
    for (Kind kind : List.of(Kind.VCPU, Kind.IOTHREAD)) {
      String digits = name.startsWith(kind.word) ? name.substring(kind.word.length()) : "";
      if (digits.matches("0|[1-9][0-9]{0,8}")) {
        return Optional.of(new Group(kind, Integer.parseInt(digits)));
      }
    }
    return Optional.empty();
  }

  @Override
  public int compareTo(Group other) {
    return ORDER.compare(this, other);
  }

  /** The name of its directory, such as {@code vcpu0}. */
  @Override
  public String toString() {
    return switch (kind) {
      case EMULATOR, CONTAINER -> kind.word;
      case VCPU, IOTHREAD -> kind.word + index;
    };
  }
}
