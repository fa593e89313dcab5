package vcg.model;

/**
 * A name space of the kernel that a container shares with something else.
 *
 * @param at the element that says so
 * @param value a container's name, a process number or the name of a network
 */
public record SharedSpace(Location at, Kind kind, Owner owner, String value) {
  /** What is in it. */
  public enum Kind {
    NETWORK("sharenet", "net", "network"),
    IPC("shareipc", "ipc", "ipc"),
    UTS("shareuts", "uts", "uts");

    private final String element;
    private final String file;
    private final String oci;

    Kind(String element, String file, String oci) {
      this.element = element;
      this.file = file;
      this.oci = oci;
    }

    /** How documents call it. */
    public String element() {
      return element;
    }

    /** Its file in {@code /proc/PID/ns}. */
    public String file() {
      return file;
    }

    /** How the OCI runtime specification calls it. */
    public String oci() {
      return oci;
    }
  }

  /** Whose it is. */
  public enum Owner {
    /** A container that runs. */
    NAME,
    /** A process of the host. */
    PID,
    /** Nobody's: {@code ip netns} keeps it. */
    NETNS
  }

  /** As the document says it, such as {@code netns blue}. */
  public String words() {
    return owner.name().toLowerCase(java.util.Locale.ROOT) + " " + value;
  }
}
