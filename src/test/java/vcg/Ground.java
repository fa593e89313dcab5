package vcg;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.stream.Stream;
import vcg.cgroup.DeviceNumber;
import vcg.cgroup.Knob;
import vcg.cgroup.Value;
import vcg.model.Host;

/**
 * What a machine has that random documents can ask for.
 *
 * @param inherited its CPUs and memory nodes
 * @param disks those that take limits
 * @param nodes block devices that can be disks of guests
 * @param leastBytes a memory limit that is above what any guest or partition uses
 */
public record Ground(
    SortedMap<Knob, Value.IndexSet> inherited,
    List<Disk> disks,
    List<String> nodes,
    long leastBytes) {

  /**
   * A disk.
   *
   * @param weighted whether it uses the scheduler BFQ, and so takes a weight
   */
  public record Disk(String path, DeviceNumber number, boolean weighted) {}

  /** That of a machine which is not real. */
  public static Ground of(FakeMachine machine) throws IOException {
    return new Ground(
        machine.host().inherited(),
        List.of(
            new Disk("/dev/sda", new DeviceNumber(8, 0), true),
            new Disk("/dev/sdb", new DeviceNumber(8, 16), true)),
        List.of("/dev/sda1", "/dev/sdb"),
        100_000);
  }

  /** That of this machine, with at most two disks. */
  public static Ground ofHost(Host host, long leastBytes) throws IOException {
    List<Disk> disks = new ArrayList<>();
    try (Stream<Path> all = Files.list(Path.of("/sys/block"))) {
      for (Path disk : all.sorted().toList()) {
        String path = "/dev/" + disk.getFileName();
        Path scheduler = disk.resolve("queue/scheduler");
        if (path.matches("/dev/(vd|sd|nvme).*") && Files.exists(Path.of(path))) {
          disks.add(
              new Disk(
                  path,
                  DeviceNumber.parse(Files.readString(disk.resolve("dev")).strip()),
                  Files.readString(scheduler).contains("[bfq]")));
        }
      }
    }
    List<Disk> last = disks.subList(Math.max(0, disks.size() - 2), disks.size());
    return new Ground(host.inherited(), last, last.stream().map(Disk::path).toList(), leastBytes);
  }

  /** Some of the CPUs or memory nodes that there are, at least one. */
  Value.IndexSet some(Knob knob, Random random) {
    BitSet all = Optional.ofNullable(inherited.get(knob)).orElseThrow().bits();
    BitSet some = new BitSet();
    all.stream().filter(_ -> random.nextBoolean()).forEach(some::set);
    return Value.IndexSet.of(some.isEmpty() ? all : some);
  }

  /** One of them. */
  static <T> T any(Random random, List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
