package vcg.cgroup;

import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;

/** Limits in a file each; a weight in one file, those of devices in another that shows it too. */
final class FakeBlkio implements FakeRules {
  private static final String WEIGHT = "blkio.bfq.weight";
  private static final FakeWeights WEIGHTS = FakeWeights.bfq("blkio.bfq.weight_device");
  private static final BigInteger MOST_WEIGHT = BigInteger.valueOf(1000);
  private static final Set<String> LIMITS =
      Set.of(
          "blkio.throttle.read_bps_device",
          "blkio.throttle.write_bps_device",
          "blkio.throttle.read_iops_device",
          "blkio.throttle.write_iops_device");

  @Override
  public Map<String, String> initial(FakeDirectory directory) {
    TreeMap<String, String> files = new TreeMap<>();
    files.put("blkio.bfq.io_service_bytes", "Total 0");
    LIMITS.forEach(file -> files.put(file, ""));
    if (!directory.isRoot()) {
      files.put(WEIGHT, "100");
      files.put(WEIGHTS.file(), "default 100");
    }
    return files;
  }

  @Override
  public boolean write(FakeDirectory directory, String file, String value) throws Refused {
    if (file.equals(WEIGHT)) {
      BigInteger weight = KernelNumbers.unsigned(value);
      FakeRules.refuseIf(weight.signum() == 0 || weight.compareTo(MOST_WEIGHT) > 0, "ERANGE");
      directory.files.put(WEIGHT, weight.toString());
      WEIGHTS.write(directory, "default " + weight);
    } else if (file.equals(WEIGHTS.file())) {
      WEIGHTS.write(directory, value);
      String weights = directory.content(file);
      directory.files.put(
          WEIGHT,
          Optional.ofNullable(FakeLines.parse(weights).get(FakeWeights.DEFAULT)).orElseThrow());
    } else if (LIMITS.contains(file)) {
      writeLimit(directory, file, value);
    } else {
      return false;
    }
    return true;
  }

  /** A number of operations has 32 bits: 2^32 is none at all, which lets nothing through. */
  private static void writeLimit(FakeDirectory directory, String file, String value)
      throws Refused {
    FakeDisks.Entry entry = directory.host.disks().parse(value);
    String digits = entry.body().replaceFirst("[^0-9].*", ""); // as sscanf("%llu")
    FakeRules.refuseIf(digits.isEmpty(), "EINVAL");
    BigInteger most =
        BigInteger.ONE.shiftLeft(file.contains("iops") ? 32 : 64).subtract(BigInteger.ONE);
    BigInteger written = new BigInteger(digits);
    BigInteger stored = written.signum() == 0 ? most : written.and(most);
    SequencedMap<String, String> lines = FakeLines.parse(directory.content(file));
    if (stored.equals(most)) {
      lines.remove(entry.device());
    } else if (lines.replace(entry.device(), stored.toString()) == null) {
      lines.putFirst(entry.device(), stored.toString());
    }
    directory.files.put(file, FakeLines.text(lines));
  }
}
