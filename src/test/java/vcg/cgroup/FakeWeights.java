package vcg.cgroup;

import java.util.SequencedMap;
import vcg.cgroup.FakeDisks.Weights;

/**
 * {@code default N}, then a line for each disk with a weight of its own, which {@code default}
 * takes away. Holds for {@code io.weight}, {@code io.bfq.weight} and v1's {@code
 * blkio.bfq.weight_device}.
 *
 * @param errno of a number that is out of range
 */
record FakeWeights(String file, Weights by, int most, String errno) {
  static final String DEFAULT = "default";
  static final FakeWeights COST = new FakeWeights("io.weight", Weights.COST, 10_000, "EINVAL");

  static FakeWeights bfq(String file) {
    return new FakeWeights(file, Weights.BFQ, 1000, "ERANGE");
  }

  void write(FakeDirectory directory, String value) throws Refused {
    SequencedMap<String, String> lines = FakeLines.parse(directory.content(file));
    if (!value.contains(":")) {
      String text = value.strip();
      boolean bare = !text.startsWith(DEFAULT + " ");
      // of a bare number BFQ wants to see the end, all else is read by sscanf
      FakeRules.refuseIf(bare && by == Weights.BFQ && !text.matches("[0-9]*"), "EINVAL");
      String weight = number(bare ? text : text.substring(DEFAULT.length()).strip());
      if (by == Weights.BFQ) {
        lines.clear(); // those of the devices are lost (rule O15)
      }
      lines.putFirst(DEFAULT, weight);
    } else {
      FakeDisks.Entry entry = directory.host.disks().parse(value, by);
      if (entry.body().equals(DEFAULT)) {
        lines.remove(entry.device());
      } else {
        String weight = number(entry.body());
        String first = lines.getOrDefault(DEFAULT, "");
        if (lines.replace(entry.device(), weight) == null) {
          lines.putFirst(entry.device(), weight);
        }
        lines.putFirst(DEFAULT, first);
      }
    }
    directory.files.put(file, FakeLines.text(lines));
  }

  private String number(String text) throws Refused {
    String digits = text.replaceFirst("[^0-9].*", "");
    FakeRules.refuseIf(digits.isEmpty() && !text.isEmpty(), "EINVAL");
    long weight = digits.isEmpty() ? 0 : Long.parseLong(digits);
    FakeRules.refuseIf(weight < 1 || weight > most, errno);
    return Long.toString(weight);
  }
}
