package vcg.cgroup;

import java.util.Map;

/** What a directory has by itself, whatever controllers there are; it differs by version. */
sealed interface FakeCore extends FakeRules permits FakeCoreV1, FakeCoreV2 {
  /** The name under which a directory keeps it among the controllers. */
  String NAME = "cgroup";

  /**
   * A directory was made: it gets its first files.
   *
   * @param controllers of the hierarchy, in the kernel's order
   */
  void made(FakeDirectory directory, Map<String, FakeRules> controllers);
}
