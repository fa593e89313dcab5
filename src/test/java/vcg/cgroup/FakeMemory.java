package vcg.cgroup;

import java.math.BigInteger;

/** Limits are whole pages, and memory alone is never above memory and swap together (rule O1). */
final class FakeMemory implements FakeRules {
  private static final String LIMIT = "memory.limit_in_bytes";
  private static final String SOFT = "memory.soft_limit_in_bytes";
  private static final String SWAP = "memory.memsw.limit_in_bytes";
  private static final String USAGE = "memory.usage_in_bytes";
  private static final long PAGE = 4096;
  private static final long UNLIMITED = 9_223_372_036_854_771_712L;

  @Override
  public void fill(FakeDirectory directory) {
    directory.files.put(LIMIT, Long.toString(UNLIMITED));
    directory.files.put(SOFT, Long.toString(UNLIMITED));
    directory.files.put(SWAP, Long.toString(UNLIMITED));
    directory.files.put(USAGE, "0");
  }

  @Override
  public boolean write(FakeDirectory directory, String file, String value) throws Refused {
    if (!file.equals(LIMIT) && !file.equals(SOFT) && !file.equals(SWAP)) {
      return false;
    }
    long limit = parse(value);
    refuseIf(directory.isRoot(), "EINVAL");
    if (file.equals(LIMIT)) {
      refuseIf(limit > Long.parseLong(directory.content(SWAP)), "EINVAL");
      refuseIf(limit < directory.usage, "EBUSY");
    } else if (file.equals(SWAP)) {
      refuseIf(limit < Long.parseLong(directory.content(LIMIT)), "EINVAL");
      refuseIf(limit < directory.usage, "EBUSY");
    }
    directory.files.put(file, Long.toString(limit));
    return true;
  }

  private static long parse(String value) throws Refused {
    if (value.strip().equals("-1")) {
      return UNLIMITED;
    }
    long bytes = KernelNumbers.bytes(value).min(BigInteger.valueOf(UNLIMITED)).longValueExact();
    return bytes - bytes % PAGE;
  }

  private static void refuseIf(boolean forbidden, String errno) throws Refused {
    if (forbidden) {
      throw new Refused(errno);
    }
  }
}
