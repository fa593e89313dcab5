package vcg.cgroup;

/**
 * {@code cpu.idle}: while it is 1 the weight cannot be written; back at 0 the weight is the
 * default.
 *
 * @param weightFile {@code cpu.shares} or {@code cpu.weight}
 * @param idleWeight what that file reads meanwhile; 0 in v2 up to Linux 6.11 or so, later 1
 */
record FakeIdle(String weightFile, String idleWeight, String defaultWeight) {
  static final String FILE = "cpu.idle";

  void write(FakeDirectory directory, String value) throws Refused {
    long idle = KernelNumbers.signed(value);
    FakeRules.refuseIf(directory.isRoot() || idle < 0 || idle > 1, "EINVAL");
    if (!directory.content(FILE).equals(Long.toString(idle))) {
      directory.files.put(FILE, Long.toString(idle));
      directory.files.put(weightFile, idle == 1 ? idleWeight : defaultWeight);
    }
  }

  static void refuseWeight(FakeDirectory directory) throws Refused {
    FakeRules.refuseIf(directory.content(FILE, "0").equals("1"), "EINVAL");
  }
}
