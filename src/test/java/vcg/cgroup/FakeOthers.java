package vcg.cgroup;

import java.math.BigInteger;
import java.util.Map;

/** The controllers with at most one file that vcg writes: cpuacct, devices, freezer, blkio. */
record FakeOthers(Controller controller) implements FakeRules {
  private static final String WEIGHT = "blkio.bfq.weight";
  private static final BigInteger MOST_WEIGHT = BigInteger.valueOf(1000);
  private static final String STATE = "freezer.state";

  @Override
  public void fill(FakeDirectory directory) {
    directory.files.putAll(
        switch (controller) {
          case CPUACCT -> Map.of("cpuacct.usage", "0");
          case DEVICES -> Map.of("devices.list", "a *:* rwm");
          case FREEZER -> directory.isRoot() ? Map.of() : Map.of(STATE, "THAWED");
          case BLKIO ->
              directory.isRoot()
                  ? Map.of("blkio.bfq.io_service_bytes", "Total 0")
                  : Map.of("blkio.bfq.io_service_bytes", "Total 0", WEIGHT, "100");
          case CPU, CPUSET, MEMORY -> throw new AssertionError(controller + " has its own rules");
        });
  }

  @Override
  public boolean write(FakeDirectory directory, String file, String value) throws Refused {
    if (controller == Controller.BLKIO && file.equals(WEIGHT)) {
      BigInteger weight = KernelNumbers.unsigned(value);
      if (weight.signum() == 0 || weight.compareTo(MOST_WEIGHT) > 0) {
        throw new Refused("ERANGE");
      }
      directory.files.put(WEIGHT, weight.toString());
      return true;
    }
    if (controller == Controller.FREEZER && file.equals(STATE)) {
      if (!value.equals("FROZEN") && !value.equals("THAWED")) {
        throw new Refused("EINVAL");
      }
      directory.files.put(STATE, value);
      return true;
    }
    return false;
  }
}
