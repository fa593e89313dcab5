package vcg.cgroup;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** {@code io.max} keeps what a line does not name; a device without any limit has no line. */
final class FakeIo implements FakeRules {
  private static final String MAX = "io.max";
  private static final String UNLIMITED = "max";
  private static final BigInteger MOST_IOPS = BigInteger.valueOf(4_294_967_295L);
  private static final BigInteger MOST_BYTES =
      BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
  private static final FakeWeights BFQ = FakeWeights.bfq("io.bfq.weight");

  @Override
  public Map<String, String> initial(FakeDirectory directory) {
    return directory.isRoot()
        ? Map.of("io.stat", "")
        : Map.of(
            "io.stat",
            "",
            MAX,
            "",
            FakeWeights.COST.file(),
            "default 100",
            BFQ.file(),
            "default 100");
  }

  @Override
  public boolean write(FakeDirectory directory, String file, String value) throws Refused {
    if (file.equals(MAX)) {
      writeMax(directory, value);
    } else if (file.equals(BFQ.file())) {
      BFQ.write(directory, value);
    } else if (file.equals(FakeWeights.COST.file())) {
      FakeWeights.COST.write(directory, value);
    } else {
      return false;
    }
    return true;
  }

  private static void writeMax(FakeDirectory directory, String value) throws Refused {
    FakeDisks.Entry entry = directory.host.disks().parse(value);
    SequencedMap<String, String> devices = FakeLines.parse(directory.content(MAX));
    SequencedMap<String, String> limits = limits(devices.getOrDefault(entry.device(), ""));
    for (String word : entry.body().isEmpty() ? new String[0] : entry.body().split("\\s+", -1)) {
      int equals = word.indexOf('=');
      FakeRules.refuseIf(equals < 0, "EINVAL");
      String key = word.substring(0, equals);
      String limit = limit(key, word.substring(equals + 1));
      FakeRules.refuseIf(limits.replace(key, limit) == null, "EINVAL");
    }
    if (limits.values().stream().allMatch(UNLIMITED::equals)) {
      devices.remove(entry.device());
    } else {
      String text =
          limits.entrySet().stream()
              .map(e -> e.getKey() + "=" + e.getValue())
              .collect(Collectors.joining(" "));
      if (devices.replace(entry.device(), text) == null) {
        devices.putFirst(entry.device(), text);
      }
    }
    directory.files.put(MAX, FakeLines.text(devices));
  }

  private static SequencedMap<String, String> limits(String line) {
    SequencedMap<String, String> limits = new LinkedHashMap<>();
    for (String key : new String[] {"rbps", "wbps", "riops", "wiops"}) {
      limits.put(key, UNLIMITED);
    }
    for (String word : line.isEmpty() ? new String[0] : line.split(" ", -1)) {
      limits.put(word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1));
    }
    return limits;
  }

  private static String limit(String key, String text) throws Refused {
    if (text.equals(UNLIMITED)) {
      return UNLIMITED;
    }
    String digits = text.replaceFirst("[^0-9].*", ""); // as sscanf("%llu")
    FakeRules.refuseIf(digits.isEmpty(), "EINVAL");
    BigInteger number = new BigInteger(digits);
    FakeRules.refuseIf(number.signum() == 0, "ERANGE");
    FakeRules.refuseIf(number.equals(BigInteger.ONE), "EINVAL"); // Linux 7.2 takes 1
    BigInteger most = key.endsWith("iops") ? MOST_IOPS : MOST_BYTES;
    return number.compareTo(most) >= 0 ? UNLIMITED : number.toString();
  }
}
