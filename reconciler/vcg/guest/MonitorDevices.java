package vcg.guest;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import vcg.guest.Monitors.Monitor;
import vcg.guest.Monitors.Refusal;
import vcg.model.Bytes;
import vcg.model.Command;
import vcg.model.LiveChange.Part;
import vcg.model.LiveDevices;
import vcg.model.LiveSetting;
import vcg.model.LiveSetting.Request;
import vcg.model.Throttle;

/**
 * The devices of a running virtual machine, through its monitor. What a command line makes with an
 * option is made here with the same JSON.
 */
public record MonitorDevices(Monitor monitor) {
  static final String PERIPHERAL = "/machine/peripheral";
  private static final Request BLOCK_NODES =
      Request.of("query-named-block-nodes", Map.of("flat", true));
  private static final Request DRIVES = Request.of("query-block", Map.of());
  private static final Request CPUS = Request.of("query-cpus-fast", Map.of());
  private static final Request DEVICES = Request.of("qom-list", Map.of("path", PERIPHERAL));
  private static final Request IOTHREADS = Request.of("query-iothreads", Map.of());
  private static final Request MEMORY = Request.of("query-balloon", Map.of());
  private static final Request STATS = LiveSetting.BalloonStats.QUESTION;
  private static final Duration GLANCE = Duration.ofMillis(100);

  /** What {@link Monitor#state} asks. */
  public static final Request STATE = Request.of("query-status", Map.of());

  /** What {@link Monitor#state} and then {@link #look} ask. */
  public static final List<Request> QUESTIONS =
      List.of(STATE, BLOCK_NODES, DRIVES, DEVICES, IOTHREADS, CPUS, MEMORY);

  /**
   * What there is now.
   *
   * @param notes what vcg remembers of it
   */
  public LiveDevices look(SortedMap<String, String> notes) throws IOException {
    SortedMap<String, String> nodes = new TreeMap<>();
    for (Map<?, ?> node : maps(ask(BLOCK_NODES))) {
      nodes.put(text(node, "node-name"), text(node, "file"));
    }
    SortedMap<String, String> media = new TreeMap<>();
    SortedMap<String, SortedMap<String, String>> settings = new TreeMap<>();
    for (Map<?, ?> drive : maps(ask(DRIVES))) {
      if (drive.get("inserted") instanceof Map<?, ?> inserted) {
        String device = device(text(drive, "qdev"));
        media.put(device, text(inserted, "node-name"));
        throttling(device, inserted).ifPresent(t -> settings.put(t.key(), t.values()));
      }
    }
    SortedSet<String> devices = present();
    devices.addAll(ioThreads());
    if (devices.contains("balloon") && ask(STATS) instanceof Number seconds) {
      LiveSetting stats = new LiveSetting.BalloonStats(seconds.intValue());
      settings.put(stats.key(), stats.values());
    }
    return new LiveDevices(devices, nodes, media, notes, settings, vcpus(), memory());
  }

  /** {@code /machine/peripheral/disk-vda/virtio-backend} belongs to {@code disk-vda}. */
  private static String device(String path) {
    return path.replaceFirst("^" + PERIPHERAL + "/", "").replaceFirst("/.*", "");
  }

  /** What a disk is limited to; empty: it is not. */
  private static Optional<LiveSetting> throttling(String device, Map<?, ?> inserted) {
    SortedMap<String, Long> limits = new TreeMap<>();
    for (String name : Throttle.LIMITS) {
      if (inserted.get(LiveSetting.Throttling.limit(name)) instanceof Number n
          && n.longValue() != 0) {
        limits.put(name, n.longValue());
      }
    }
    Optional<String> group =
        Optional.of(text(inserted, "group")).filter(g -> !g.isEmpty() && !g.equals(device));
    return limits.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new LiveSetting.Throttling(device, "", Optional.of(new Throttle(limits, group))));
  }

  /** Changes a setting. */
  public void set(LiveSetting setting) throws IOException {
    for (Request request : setting.requests()) {
      monitor.execute(request.command(), request.arguments());
    }
  }

  /** Changes what QEMU does when something happens to the guest. */
  public void action(Command.Option option) throws IOException {
    monitor.execute("set-action", DeviceSlot.argument(option).leaves());
  }

  /** The identities of all devices. */
  public SortedSet<String> present() throws IOException {
    SortedSet<String> devices = new TreeSet<>();
    for (Map<?, ?> child : maps(ask(DEVICES))) {
      if (text(child, "type").startsWith("child<")) {
        devices.add(text(child, "name"));
      }
    }
    return devices;
  }

  /** The identities of the threads that do input and output. */
  public SortedSet<String> ioThreads() throws IOException {
    SortedSet<String> threads = new TreeSet<>();
    for (Map<?, ?> thread : maps(ask(IOTHREADS))) {
      threads.add(text(thread, "id"));
    }
    return threads;
  }

  /**
   * Ends a thread that did input and output. QEMU would take away the name of one that is in use
   * and let it go on.
   *
   * @return false: a device still uses it
   */
  public boolean removeIoThread(String id) throws IOException {
    for (String device : present()) {
      if (uses(device, id)) {
        return false;
      }
    }
    remove(new Part("-object", id));
    return true;
  }

  private boolean uses(String device, String ioThread) throws IOException {
    try {
      Map<String, String> question =
          Map.of("path", PERIPHERAL + "/" + device, "property", "iothread");
      return monitor.execute("qom-get", question) instanceof String path
          && path.endsWith("/" + ioThread);
    } catch (Refusal _) { // not a device that can use one, or just gone
      return false;
    }
  }

  /** What the balloon leaves to the guest; empty: it has no balloon. */
  public Optional<Bytes> memory() throws IOException {
    try {
      return ask(MEMORY) instanceof Map<?, ?> map && map.get("actual") instanceof Number bytes
          ? Optional.of(new Bytes(bytes.longValue()))
          : Optional.empty();
    } catch (Refusal _) { // this is how QEMU says that there is none
      return Optional.empty();
    }
  }

  /** What the guest had at its start, before any balloon. */
  public Bytes memoryAtBoot() throws IOException {
    if (monitor.execute("query-memory-size-summary", Map.of()) instanceof Map<?, ?> map
        && map.get("base-memory") instanceof Number bytes) {
      return new Bytes(bytes.longValue());
    }
    throw new IOException("query-memory-size-summary: an answer without base-memory");
  }

  /** Makes what an option of the command line would have made. */
  public void make(Command.Option option) throws IOException {
    monitor.execute(
        switch (option.name()) {
          case "-blockdev" -> "blockdev-add";
          case "-netdev" -> "netdev_add";
          case "-object" -> "object-add";
          case "-device" -> "device_add";
          default -> throw new IllegalArgumentException("cannot be plugged in: " + option.name());
        },
        members(option.value().orElseThrow()));
  }

  /** Removes what a device stood on; success also when it is not there. */
  public void remove(Part part) throws IOException {
    switch (part.option()) {
      case "-blockdev" -> {
        if (nodes().contains(part.name())) {
          monitor.execute("blockdev-del", Map.of("node-name", part.name()));
        }
      }
      case "-netdev" -> removed("netdev_del", part);
      case "-object" -> removed("object-del", part);
      default -> throw new IllegalArgumentException("cannot be removed: " + part);
    }
  }

  /** QEMU does not list these: that one is not there is told by its refusal. */
  private void removed(String command, Part part) throws IOException {
    try {
      monitor.execute(command, Map.of("id", part.name()));
    } catch (Refusal e) {
      if (!e.kind().equals("DeviceNotFound")
          && !String.valueOf(e.getMessage()).contains("not found")) {
        throw e;
      }
    }
  }

  private SortedSet<String> nodes() throws IOException {
    SortedSet<String> nodes = new TreeSet<>();
    for (Map<?, ?> node : maps(ask(BLOCK_NODES))) {
      nodes.add(text(node, "node-name"));
    }
    return nodes;
  }

  /**
   * Asks the guest to let go of a device and waits for it.
   *
   * @return false: it is still there; the guest may let go of it later
   */
  public boolean unplug(String device, Duration atMost) throws IOException {
    if (!present().contains(device)) {
      return true;
    }
    try {
      monitor.execute("device_del", Map.of("id", device));
    } catch (Refusal e) {
      if (!String.valueOf(e.getMessage()).contains("already in the process of unplug")) {
        throw e;
      }
    }
    awaitDeleted(device, atMost);
    return !present().contains(device);
  }

  /** Takes the medium out of a drive, whether the guest has locked it or not. */
  public void eject(String drive) throws IOException {
    monitor.execute("blockdev-open-tray", Map.of("id", drive, "force", true));
    monitor.execute("blockdev-remove-medium", Map.of("id", drive));
  }

  /** Puts a medium into a drive. */
  public void insert(String drive, String node) throws IOException {
    monitor.execute("blockdev-open-tray", Map.of("id", drive, "force", true));
    monitor.execute("blockdev-insert-medium", Map.of("id", drive, "node-name", node));
    monitor.execute("blockdev-close-tray", Map.of("id", drive));
  }

  /** Gives a device its place among those that the firmware boots from. */
  public void boot(String device, Optional<Integer> place) throws IOException {
    String path = PERIPHERAL + "/" + device;
    monitor.execute(
        "qom-set", Map.of("path", path, "property", "bootindex", "value", place.orElse(-1)));
  }

  /** Tells the balloon what to leave to the guest, and waits for the guest to follow. */
  public boolean balloon(Bytes size, Bytes reached, Duration atMost) throws IOException {
    monitor.execute("balloon", Map.of("value", size.number()));
    long deadline = System.nanoTime() + atMost.toNanos();
    while (!memory().equals(Optional.of(reached))) {
      if (System.nanoTime() - deadline >= 0) {
        return false;
      }
      monitor.event(GLANCE);
    }
    return true;
  }

  /** How many virtual CPUs there are. */
  public int vcpus() throws IOException {
    return maps(ask(CPUS)).size();
  }

  /** Plugs in the next virtual CPU, in the order in which QEMU numbers them. */
  public void plugVcpu() throws IOException {
    List<Map<?, ?>> free = new ArrayList<>();
    for (Map<?, ?> slot : maps(monitor.execute("query-hotpluggable-cpus", Map.of()))) {
      if (!slot.containsKey("qom-path")) {
        free.add(slot);
      }
    }
    Map<?, ?> next =
        free.stream()
            .min(Comparator.comparing(MonitorDevices::place))
            .orElseThrow(() -> new IOException("no place for another virtual CPU"));
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("driver", text(next, "type"));
    if (next.get("props") instanceof Map<?, ?> place) {
      place.forEach((name, value) -> arguments.put(name.toString(), value));
    }
    monitor.execute("device_add", arguments);
  }

  /**
   * Asks the guest to let go of the last virtual CPU and waits for it.
   *
   * @return false: it is still there; the guest may let go of it later
   */
  public boolean unplugVcpu(Duration atMost) throws IOException {
    Map<?, ?> last =
        maps(monitor.execute("query-hotpluggable-cpus", Map.of())).stream()
            .filter(slot -> slot.containsKey("qom-path"))
            .max(Comparator.comparing(MonitorDevices::place))
            .orElseThrow(() -> new IOException("there is no virtual CPU"));
    int before = vcpus();
    monitor.execute("device_del", Map.of("id", text(last, "qom-path")));
    long deadline = System.nanoTime() + atMost.toNanos();
    while (vcpus() >= before) {
      if (System.nanoTime() - deadline >= 0) {
        return false;
      }
      monitor.event(GLANCE);
    }
    return true;
  }

  private static String place(Map<?, ?> slot) {
    StringBuilder place = new StringBuilder();
    for (String level : List.of("node-id", "socket-id", "die-id", "core-id", "thread-id")) {
      Object number = slot.get("props") instanceof Map<?, ?> props ? props.get(level) : null;
      long value = number instanceof Number n ? n.longValue() : 0;
      place.append(String.format(Locale.ROOT, "%06d.", value));
    }
    return place.toString();
  }

  /** One deletion is told for the back end of a device and one for the device itself. */
  private void awaitDeleted(String device, Duration atMost) throws IOException {
    long deadline = System.nanoTime() + atMost.toNanos();
    long left = atMost.toNanos();
    while (left > 0) {
      Optional<Monitors.Event> event = monitor.event(Duration.ofNanos(left));
      if (event.isPresent()
          && event.get().name().equals("DEVICE_DELETED")
          && device.equals(event.get().data().get("device"))) {
        return;
      }
      left = deadline - System.nanoTime();
    }
  }

  private Object ask(Request request) throws IOException {
    return monitor.execute(request.command(), request.arguments());
  }

  private static List<Map<?, ?>> maps(Object answer) {
    List<Map<?, ?>> maps = new ArrayList<>();
    if (answer instanceof List<?> list) {
      for (Object element : list) {
        if (element instanceof Map<?, ?> map) {
          maps.add(map);
        }
      }
    }
    return maps;
  }

  private static String text(Map<?, ?> map, String name) {
    @Nullable Object value = map.get(name);
    return value == null ? "" : value.toString();
  }

  private static Map<String, Object> members(String json) throws IOException {
    try {
      Map<String, Object> members = new LinkedHashMap<>();
      JsonText.parse(json).properties().forEach(p -> members.put(p.getKey(), value(p.getValue())));
      return members;
    } catch (JacksonException e) {
      throw new IOException("not a JSON object: " + json, e);
    }
  }

  private static Object value(JsonNode node) {
    if (node.isObject()) {
      Map<String, Object> members = new LinkedHashMap<>();
      node.properties().forEach(p -> members.put(p.getKey(), value(p.getValue())));
      return members;
    }
    if (node.isArray()) {
      return node.valueStream().map(MonitorDevices::value).toList();
    }
    if (node.isBoolean()) {
      return node.booleanValue();
    }
    return node.isIntegralNumber() ? (Object) node.longValue() : node.asString();
  }
}
