package vcg.cgroup;

import java.math.BigInteger;
import java.util.Map;

/** Limits are whole pages, and memory alone is never above memory and swap together (rule O1). */
final class FakeMemory implements FakeRules {
  private static final String LIMIT = "memory.limit_in_bytes";
  private static final String SOFT = "memory.soft_limit_in_bytes";
  private static final String SWAP = "memory.memsw.limit_in_bytes";
  private static final String USAGE = "memory.usage_in_bytes";
  private static final String STAT = "memory.stat";
  private static final long PAGE = 4096;

  /** From here up the kernel means "no limit". */
  static final long UNLIMITED = 9_223_372_036_854_771_712L;

  @Override
  public Map<String, String> initial(FakeDirectory directory) {
    String unlimited = Long.toString(UNLIMITED);
    return Map.of(LIMIT, unlimited, SOFT, unlimited, SWAP, unlimited, USAGE, "0", STAT, stat(0));
  }

  /** What a test has put into use. */
  static void use(FakeDirectory directory, long kept, long reclaimable) {
    directory.usage = kept;
    directory.files.put(USAGE, Long.toString(kept + reclaimable));
    directory.files.put(STAT, stat(reclaimable));
  }

  private static String stat(long reclaimable) {
    return "inactive_file " + reclaimable + "\ntotal_inactive_file " + reclaimable;
  }

  @Override
  public boolean write(FakeDirectory directory, String file, String value) throws Refused {
    if (!file.equals(LIMIT) && !file.equals(SOFT) && !file.equals(SWAP)) {
      return false;
    }
    long limit = value.strip().equals("-1") ? UNLIMITED : pages(value);
    FakeRules.refuseIf(directory.isRoot(), "EINVAL");
    if (file.equals(LIMIT)) {
      String both = directory.content(SWAP, Long.toString(UNLIMITED));
      FakeRules.refuseIf(limit > Long.parseLong(both), "EINVAL");
      FakeRules.refuseIf(limit < directory.usage, "EBUSY");
    } else if (file.equals(SWAP)) {
      FakeRules.refuseIf(limit < Long.parseLong(directory.content(LIMIT)), "EINVAL");
      FakeRules.refuseIf(limit < directory.usage, "EBUSY");
    }
    directory.files.put(file, Long.toString(limit));
    return true;
  }

  /** A number of bytes, rounded down to whole pages. */
  static long pages(String value) throws Refused {
    long bytes = KernelNumbers.bytes(value).min(BigInteger.valueOf(UNLIMITED)).longValueExact();
    return bytes - bytes % PAGE;
  }
}
