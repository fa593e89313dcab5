package vcg.guest;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import vcg.model.ContainerRights;
import vcg.model.Guest;
import vcg.model.Inside;
import vcg.model.Machine;
import vcg.model.Machine.Mount;
import vcg.model.SharedSpace;

/**
 * The {@code config.json} of a container, as the OCI runtime specification 1.0 has it. Limits and
 * devices are not in it: those are vcg's own cgroup. One document always gives the same text.
 */
final class OciConfig {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** The longest name of a host that Linux takes. */
  private static final int HOST_NAME_BYTES = 64;

  private static final List<String> MASKED =
      List.of(
          "/proc/acpi",
          "/proc/asound",
          "/proc/kcore",
          "/proc/keys",
          "/proc/latency_stats",
          "/proc/sched_debug",
          "/proc/scsi",
          "/proc/timer_list",
          "/proc/timer_stats",
          "/sys/firmware");

  private static final List<String> READ_ONLY =
      List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

  private static final List<String> FIXED =
      List.of("/proc", "/sys", "/dev", "/dev/pts", "/dev/shm");

  private final Guest guest;
  private final Machine.Container container;
  private final Inside inside;
  private final GuestFiles files;

  private OciConfig(Guest guest, Machine.Container container, Inside inside, GuestFiles files) {
    this.guest = guest;
    this.container = container;
    this.inside = inside;
    this.files = files;
  }

  /**
   * The whole text, ended by a newline.
   *
   * @param inside what names of the document stand for
   */
  static String of(Guest guest, Machine.Container container, Inside inside, GuestFiles files) {
    return JsonText.pretty(new OciConfig(guest, container, inside, files).config()) + "\n";
  }

  /** Whether every container has something there, whatever its document says. */
  static boolean isFixed(String target) {
    return FIXED.contains(target);
  }

  private ObjectNode config() {
    ObjectNode config = JSON.objectNode().put("ociVersion", "1.0.0");
    config.set("process", process());
    ObjectNode root = config.putObject("root");
    root.put(
        "path",
        container.root().map(Mount::source).orElseGet(() -> files.hostRoot(guest.id()).toString()));
    root.put("readonly", container.root().filter(Mount::readOnly).isPresent());
    if (container.shared(SharedSpace.Kind.UTS).isEmpty()) { // otherwise it would rename the other
      config.put("hostname", hostName());
    }
    config.set("mounts", mounts());
    List<List<String>> hooks = ContainerCards.hooks(guest, container);
    if (!hooks.isEmpty()) {
      ArrayNode created = config.putObject("hooks").putArray("createRuntime");
      for (List<String> words : hooks) {
        ObjectNode hook = created.addObject().put("path", words.getFirst());
        hook.set("args", texts(words));
        hook.set("env", texts(List.of("PATH=/usr/sbin:/usr/bin:/sbin:/bin")));
      }
    }
    if (!container.shared().isEmpty()) { // what the document says, as paths come and go
      ObjectNode annotations = config.putObject("annotations");
      container.shared().forEach(s -> annotations.put("vcg." + s.kind().element(), s.words()));
    }
    ObjectNode linux = config.putObject("linux");
    ArrayNode namespaces = linux.putArray("namespaces");
    namespaces().forEach(type -> namespaces.addObject().put("type", type));
    container
        .shared()
        .forEach(s ->
            namespaces
                .addObject()
                .put("type", s.kind().oci())
                .put("path", inside.places().getOrDefault(s.kind().element(), "")));
    container
        .rights()
        .ids()
        .ifPresent(ids -> {
          linux.set("uidMappings", ranges(ids.value().users()));
          linux.set("gidMappings", ranges(ids.value().groups()));
        });
    linux.set("maskedPaths", texts(MASKED));
    linux.set("readonlyPaths", texts(READ_ONLY));
    return config;
  }

  private ObjectNode process() {
    ObjectNode process = JSON.objectNode().put("terminal", container.hasTerminal());
    if (container.hasTerminal()) { // until somebody with a terminal of another size attaches
      process.putObject("consoleSize").put("height", 24).put("width", 80);
    }
    process.putObject("user").put("uid", inside.uid()).put("gid", inside.gid());
    process.set("args", texts(container.init().command()));
    process.set("env", texts(environment()));
    process.put("cwd", container.init().directory().value());
    List<String> capabilities =
        Capabilities.kernel(container.rights().capabilities().value(), inside.capabilities());
    ObjectNode sets = process.putObject("capabilities");
    for (String set : List.of("bounding", "effective", "permitted")) {
      sets.set(set, texts(capabilities));
    }
    for (String set : List.of("inheritable", "ambient")) {
      sets.putArray(set);
    }
    return process.put("oomScoreAdj", 0).put("noNewPrivileges", false);
  }

  /** What libvirt gives, then what the document says; the last of one name counts. */
  private List<String> environment() {
    SequencedMap<String, String> variables = new LinkedHashMap<>();
    variables.put("PATH", "/bin:/sbin");
    variables.put("TERM", "linux");
    variables.put("container", "lxc-libvirt");
    variables.put("container_uuid", guest.uuid().toString());
    variables.put("LIBVIRT_LXC_UUID", guest.uuid().toString());
    variables.put("LIBVIRT_LXC_NAME", guest.id().name());
    for (String variable : container.init().environment()) {
      int equals = variable.indexOf('=');
      variables.put(variable.substring(0, equals), variable.substring(equals + 1));
    }
    List<String> environment = new ArrayList<>();
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      environment.add(variable.getKey() + "=" + variable.getValue());
    }
    return environment;
  }

  /** As much of the guest's name as fits. */
  private String hostName() {
    String name = guest.id().name();
    while (name.getBytes(StandardCharsets.UTF_8).length > HOST_NAME_BYTES) {
      name = name.substring(0, name.length() - 1);
    }
    return name;
  }

  private ArrayNode mounts() {
    ArrayNode mounts = JSON.arrayNode();
    mount(mounts, "/proc", "proc", "proc", "nosuid", "noexec", "nodev");
    if (container.network().isOwn()) { // the host's network shows in it otherwise
      mount(mounts, "/sys", "sysfs", "sysfs", "nosuid", "noexec", "nodev", "ro");
    }
    mount(mounts, "/dev", "tmpfs", "tmpfs", "nosuid", "strictatime", "mode=755", "size=64k");
    mount(
        mounts,
        "/dev/pts",
        "devpts",
        "devpts",
        "nosuid",
        "noexec",
        "newinstance",
        "ptmxmode=0666",
        "mode=0620",
        "gid=5");
    mount(mounts, "/dev/shm", "tmpfs", "tmpfs", "nosuid", "noexec", "nodev", "mode=1777");
    for (Mount mount : container.mounts()) {
      if (!mount.target().equals("/")) {
        mount(mounts, mount);
      }
    }
    for (ContainerRights.Device device : container.rights().devices()) {
      mount(mounts, device.path(), "bind", device.path(), "bind");
    }
    return mounts;
  }

  private void mount(ArrayNode mounts, Mount mount) {
    List<String> options = new ArrayList<>();
    String type = "bind";
    Optional<String> size = mount.size().map(bytes -> "size=" + bytes.number());
    switch (mount.kind()) {
      case MOUNT, BIND -> options.add("rbind");
      case RAM -> {
        type = "tmpfs";
        options.addAll(List.of("nosuid", "nodev", "mode=1777"));
        size.ifPresent(options::add);
      }
    }
    if (mount.readOnly()) {
      options.add("ro");
    }
    mount(
        mounts,
        mount.target(),
        type,
        switch (mount.kind()) {
          case MOUNT -> mount.source();
          case BIND -> inside.places().getOrDefault(mount.source(), mount.source());
          case RAM -> "tmpfs";
        },
        options.toArray(String[]::new));
  }

  private static void mount(
      ArrayNode mounts, String target, String type, String source, String... options) {
    ObjectNode mount = mounts.addObject();
    mount.put("destination", target).put("type", type).put("source", source);
    mount.set("options", texts(List.of(options)));
  }

  private List<String> namespaces() {
    List<String> types = new ArrayList<>(List.of("pid", "ipc", "uts", "mount", "cgroup"));
    container.shared().forEach(s -> types.remove(s.kind().oci()));
    if (container.network().isOwn()) {
      types.add("network");
    }
    if (container.rights().ids().isPresent()) {
      types.add("user");
    }
    return types;
  }

  private static ArrayNode ranges(List<ContainerRights.IdRange> ranges) {
    ArrayNode array = JSON.arrayNode();
    for (ContainerRights.IdRange range : ranges) {
      array
          .addObject()
          .put("containerID", range.inside())
          .put("hostID", range.host())
          .put("size", range.count());
    }
    return array;
  }

  private static ArrayNode texts(List<String> all) {
    ArrayNode array = JSON.arrayNode();
    all.forEach(array::add);
    return array;
  }
}
