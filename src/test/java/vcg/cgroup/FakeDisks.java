package vcg.cgroup;

import java.util.EnumSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The whole disks of the fake host. Anything else, such as a partition, has no limits. */
final class FakeDisks {
  private static final Pattern DEVICE = Pattern.compile("\\s*([0-9]{1,9}):([0-9]{1,9})\\s(.*)");
  private final TreeMap<String, Set<Weights>> disks = new TreeMap<>();

  /** By what means a disk serves directories by weight. */
  enum Weights {
    BFQ,
    COST
  }

  /** A disk and what was written about it. */
  record Entry(String device, String body) {}

  void add(String device) {
    disks.putIfAbsent(device, EnumSet.noneOf(Weights.class));
  }

  void add(String device, Weights weights) {
    disks.computeIfAbsent(device, _ -> EnumSet.noneOf(Weights.class)).add(weights);
  }

  /** Takes {@code 8:0 BODY} apart; the kernel wants the blank even before an empty body. */
  Entry parse(String line) throws Refused {
    Matcher matcher = DEVICE.matcher(line);
    if (!matcher.matches()) {
      throw new Refused("EINVAL");
    }
    String device = Integer.valueOf(matcher.group(1)) + ":" + Integer.valueOf(matcher.group(2));
    if (!disks.containsKey(device)) {
      throw new Refused("ENODEV");
    }
    return new Entry(device, matcher.group(3).strip());
  }

  /** As {@link #parse(String)}, for a file that only some disks heed. */
  Entry parse(String line, Weights weights) throws Refused {
    Entry entry = parse(line);
    if (!disks.getOrDefault(entry.device, Set.of()).contains(weights)) {
      throw new Refused("EOPNOTSUPP");
    }
    return entry;
  }
}
