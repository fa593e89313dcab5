package vcg.cgroup;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where the cgroups of partitions and guests lie.
 *
 * @param kind how directories are named and nested
 * @param parent the cgroup under which everything lies, {@code /} or absolute without final slash
 */
public record Layout(Kind kind, String parent) {
  /** The longest name of a directory that vcg makes, in bytes. */
  public static final int MAX_NAME_BYTES = 200;

  /** Partitions that libvirt leaves without a suffix, where they are the topmost. */
  private static final Set<String> TOP_LEVELS = Set.of("machine", "system", "user");

  /** How directories are named and nested. */
  public enum Kind {
    /** That of 2013: {@code PARTITION/NAME.qemu.libvirt}; guests are siblings of services. */
    FLAT,
    /** That of 2009: {@code libvirt/qemu/NAME}; there are no partitions. */
    NESTED,
    /** That of libvirt since 1.0.5: {@code PARTITION.partition/NAME.libvirt-qemu}. */
    LIBVIRT;

    /** The layout that calls itself so on a command line; empty: none does. */
    public static Optional<Kind> parse(String word) {
      return java.util.Arrays.stream(values()).filter(k -> k.toString().equals(word)).findFirst();
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The flat layout. */
  public static Layout flat(String parent) {
    return new Layout(Kind.FLAT, parent);
  }

  /** The directory of a partition in every hierarchy; empty: this layout has no partitions. */
  public Optional<String> partition(PartitionPath partition) {
    return switch (kind) {
      case FLAT -> Optional.of(below(partition.path()));
      case NESTED -> Optional.empty();
      case LIBVIRT -> Optional.of(below(withSuffixes(partition)));
    };
  }

  /**
   * The path of a guest in every hierarchy.
   *
   * @param driver {@code qemu} or {@code lxc}
   */
  public String guest(PartitionPath partition, String name, String driver) {
    return switch (kind) {
      case FLAT -> below(partition.path()) + "/" + fileName(name) + "." + driver + ".libvirt";
      case NESTED -> below("/libvirt/" + driver + "/" + unlikeKernelFile(fileName(name)));
      case LIBVIRT ->
          below(withSuffixes(partition))
              + "/"
              + unlikeKernelFile(fileName(name) + ".libvirt-" + driver);
    };
  }

  /** Whether a directory beside those of guests could be a guest's, by its name. */
  public boolean isGuest(String path, Set<String> drivers) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    return switch (kind) {
      case FLAT -> drivers.stream().anyMatch(d -> name.endsWith("." + d + ".libvirt"));
      case NESTED ->
          drivers.stream().anyMatch(d -> path.equals(below("/libvirt/" + d + "/" + name)));
      case LIBVIRT -> drivers.stream().anyMatch(d -> name.endsWith(".libvirt-" + d));
    };
  }

  /** The directories between the parent and a path below it, the topmost first. */
  public List<String> above(String path) {
    List<String> above = new ArrayList<>();
    String start = parent.equals("/") ? "" : parent;
    if (path.startsWith(start + "/")) {
      int slash = path.lastIndexOf('/');
      while (slash > start.length()) {
        above.add(path.substring(0, slash));
        slash = path.lastIndexOf('/', slash - 1);
      }
    }
    Collections.reverse(above);
    return List.copyOf(above);
  }

  /** Whether a path is one below the parent. */
  public boolean isBelow(String path) {
    return parent.equals("/") ? path.length() > 1 : path.startsWith(parent + "/");
  }

  /** A path as it is shown: without the parent. */
  public String shown(String path) {
    return parent.equals("/") || !isBelow(path) ? path : path.substring(parent.length());
  }

  /** What {@link #shown} shows. */
  public String absolute(String shown) {
    return below(shown);
  }

  private String below(String path) {
    return parent.equals("/") ? path : parent + path;
  }

  private static String withSuffixes(PartitionPath partition) {
    List<String> names = List.of(partition.path().substring(1).split("/", -1));
    List<String> components = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      boolean plain = name.contains(".") || (i == 0 && TOP_LEVELS.contains(name));
      components.add(unlikeKernelFile(plain ? name : name + ".partition"));
    }
    return components.stream().map(c -> "/" + c).collect(Collectors.joining());
  }

  /** As libvirt means it, with a list of prefixes that does not depend on the kernel. */
  private static String unlikeKernelFile(String component) {
    boolean escape =
        component.startsWith("_")
            || component.startsWith(".")
            || PartitionPath.isLikeKernelFile(component);
    return escape ? "_" + component : component;
  }

  /**
   * A guest's name as one component of a path. Two names never give the same one: letters, digits
   * and {@code _.+-} stay (a leading dot does not), every other byte of the UTF-8 form becomes
   * {@code \xNN}.
   */
  public static String fileName(String name) {
    if (isPlain(name)) {
      return name;
    }
    StringBuilder out = new StringBuilder();
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if (isPlain(c, out.isEmpty())) {
        out.append(c);
      } else {
        out.append(String.format("\\x%02x", (int) c));
      }
    }
    return out.toString();
  }

  private static boolean isPlain(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (!isPlain(name.charAt(i), i == 0)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPlain(char c, boolean first) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '+'
        || c == '-'
        || (c == '.' && !first);
  }
}
