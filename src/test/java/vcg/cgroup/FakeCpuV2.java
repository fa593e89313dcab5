package vcg.cgroup;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code cpu.weight} is never clamped; {@code cpu.max} is two numbers in one, and may be more than
 * what lies above.
 */
final class FakeCpuV2 implements FakeRules {
  private static final String WEIGHT = "cpu.weight";
  private static final String MAX = "cpu.max";
  private static final String BURST = "cpu.max.burst";
  private static final BigInteger MOST_WEIGHT = BigInteger.valueOf(10_000);
  private static final FakeIdle IDLE = new FakeIdle(WEIGHT, "0", "100");

  /** As {@code sscanf("%20s %llu")} finds them: what follows the digits does not count. */
  private static final Pattern QUOTA_PERIOD =
      Pattern.compile("\\s*(\\S{1,20})(?:\\s*([0-9]+))?.*", Pattern.DOTALL);

  private static final Pattern DIGITS = Pattern.compile("[0-9]+");
  private static final BigInteger TWO_TO_64 = BigInteger.ONE.shiftLeft(64);

  @Override
  public Map<String, String> initial(FakeDirectory directory) {
    return directory.isRoot()
        ? Map.of()
        : Map.of(WEIGHT, "100", MAX, "max 100000", BURST, "0", FakeIdle.FILE, "0");
  }

  @Override
  public boolean write(FakeDirectory directory, String file, String value) throws Refused {
    switch (file) {
      case WEIGHT -> writeWeight(directory, KernelNumbers.unsigned(value));
      case FakeIdle.FILE -> IDLE.write(directory, value);
      case MAX -> writeMax(directory, value);
      case BURST -> {
        FakeBandwidth now = bandwidth(directory);
        long burst = FakeBandwidth.micros(value);
        new FakeBandwidth(now.quota(), now.period(), burst).checked();
        directory.files.put(BURST, Long.toString(burst));
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private static void writeWeight(FakeDirectory directory, BigInteger weight) throws Refused {
    FakeRules.refuseIf(weight.signum() == 0 || weight.compareTo(MOST_WEIGHT) > 0, "ERANGE");
    FakeIdle.refuseWeight(directory);
    directory.files.put(WEIGHT, weight.toString());
  }

  private static void writeMax(FakeDirectory directory, String value) throws Refused {
    Matcher words = QUOTA_PERIOD.matcher(value);
    FakeRules.refuseIf(!words.matches(), "EINVAL");
    FakeBandwidth now = bandwidth(directory);
    Optional<String> period = Optional.ofNullable(words.group(2));
    FakeBandwidth asked =
        new FakeBandwidth(
                quota(words.group(1)),
                period.isPresent() ? micros(period.get()) : now.period(),
                now.burst())
            .checked();
    String quota = asked.quota() < 0 ? "max" : Long.toString(asked.quota());
    directory.files.put(MAX, quota + " " + asked.period());
  }

  private static long quota(String word) throws Refused {
    Matcher digits = DIGITS.matcher(word);
    if (digits.lookingAt()) {
      return micros(digits.group());
    }
    FakeRules.refuseIf(!word.equals("max"), "EINVAL");
    return -1;
  }

  /** Too much is more than any bound; the kernel has 64 bits for nanoseconds. */
  private static long micros(String digits) {
    BigInteger micros = new BigInteger(digits).mod(TWO_TO_64);
    return micros.multiply(BigInteger.valueOf(1000)).mod(TWO_TO_64).compareTo(micros) < 0
            || micros.bitLength() > 62
        ? Long.MAX_VALUE
        : micros.longValueExact();
  }

  private static FakeBandwidth bandwidth(FakeDirectory directory) {
    List<String> words = List.of(directory.content(MAX).split(" ", -1));
    return new FakeBandwidth(
        words.getFirst().equals("max") ? -1 : Long.parseLong(words.getFirst()),
        Long.parseLong(words.getLast()),
        Long.parseLong(directory.content(BURST, "0")));
  }
}
