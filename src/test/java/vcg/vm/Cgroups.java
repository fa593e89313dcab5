package vcg.vm;

/** How the machine mounts cgroups. */
enum Cgroups {
  /** All controllers on version 2. */
  V2("vm"),
  /** All controllers on version 1. */
  V1("vm-v1"),
  /** All controllers on version 1, and version 2 without controllers, as systemd mounts them. */
  HYBRID("vm-hybrid"),
  /** No cgroups at all. */
  NONE("vm-none");

  private final String tag;

  Cgroups(String tag) {
    this.tag = tag;
  }

  /** The tag of the tests that run in a machine with these cgroups. */
  String tag() {
    return tag;
  }
}
