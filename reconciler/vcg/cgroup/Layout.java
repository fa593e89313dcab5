package vcg.cgroup;

import java.nio.charset.StandardCharsets;

/**
 * Where the cgroups of partitions and guests lie: the flat layout of 2013, in which a guest is a
 * sibling of services, {@code PARTITION/NAME.{qemu,lxc}.libvirt}.
 *
 * @param parent the cgroup under which everything lies, {@code /} or absolute without final slash
 */
public record Layout(String parent) {
  /** The longest name of a directory that vcg makes, in bytes. */
  public static final int MAX_NAME_BYTES = 200;

  /** The path of a partition in every hierarchy. */
  public String partition(PartitionPath partition) {
    return parent.equals("/") ? partition.path() : parent + partition.path();
  }

  /**
   * The path of a guest in every hierarchy.
   *
   * @param driver {@code qemu} or {@code lxc}
   */
  public String guest(PartitionPath partition, String name, String driver) {
    return partition(partition) + "/" + fileName(name) + "." + driver + ".libvirt";
  }

  /**
   * A guest's name as one component of a path. Two names never give the same one: letters, digits
   * and {@code _.+-} stay (a leading dot does not), every other byte of the UTF-8 form becomes
   * {@code \xNN}.
   */
  public static String fileName(String name) {
    StringBuilder out = new StringBuilder();
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '_'
              || c == '+'
              || c == '-'
              || (c == '.' && !out.isEmpty());
      if (plain) {
        out.append(c);
      } else {
        out.append(String.format("\\x%02x", (int) c));
      }
    }
    return out.toString();
  }
}
