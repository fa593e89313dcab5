package vcg.guest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import vcg.model.Difference;
import vcg.model.Guest;
import vcg.model.Inside;
import vcg.model.Located;
import vcg.model.Location;
import vcg.model.Machine;
import vcg.model.SharedSpace;

/**
 * Compares the {@code config.json} that a document asks for with the one that a container was
 * started with. Only what a document can say counts: what vcg itself always asks for may change
 * from one version to the next, and no container is restarted for that.
 */
public final class ContainerDifferences {
  private static final String INIT = "init";
  private static final String CONTAINER = "container";

  private final Guest guest;
  private final Machine.Container container;

  private ContainerDifferences(Guest guest, Machine.Container container) {
    this.guest = guest;
    this.container = container;
  }

  /**
   * What the container would need a restart for; nothing also where nobody knows what it was
   * started with.
   *
   * @param running the text that it was started with
   */
  public static List<Difference> of(
      Guest guest, Inside inside, GuestFiles files, Optional<String> running) {
    if (!(guest.machine() instanceof Machine.Container container) || running.isEmpty()) {
      return List.of();
    }
    String wanted = OciConfig.of(guest, container, inside, files);
    if (wanted.equals(running.get())) {
      return List.of(); // the usual case, at a hundredth of the cost
    }
    try {
      return new ContainerDifferences(guest, container)
          .compare(parts(JsonText.parse(running.get())), parts(JsonText.parse(wanted)));
    } catch (JacksonException _) { // somebody else wrote that: nobody knows
      return List.of();
    }
  }

  /** What is told apart: a field of an object of the document. */
  private record Part(String object, String field) {}

  private List<Difference> compare(
      SequencedMap<Part, List<String>> before, SequencedMap<Part, List<String>> after) {
    SequencedSet<Part> all = new LinkedHashSet<>(after.keySet());
    all.addAll(before.keySet());
    List<Difference> differences = new ArrayList<>();
    for (Part part : all) {
      List<String> was = before.getOrDefault(part, List.of());
      List<String> is = after.getOrDefault(part, List.of());
      if (!was.equals(is)) {
        differences.add(
            new Difference(
                part.object(),
                part.field(),
                text(part, was, is),
                text(part, is, was),
                Optional.of(at(part)),
                Difference.Cause.DOCUMENT,
                Difference.Interruption.RESTART));
      }
    }
    return differences;
  }

  /** Of a list of which each element counts for itself, those that the other side has not. */
  private static String text(Part part, List<String> own, List<String> other) {
    boolean set = part.field().equals("environment") || part.field().equals("capabilities");
    return own.stream().filter(e -> !set || !other.contains(e)).collect(Collectors.joining(" "));
  }

  private Location at(Part part) {
    if (part.object().equals(INIT)) {
      return switch (part.field()) {
        case "directory" -> container.init().directory().at();
        case "user" -> container.init().user().map(u -> u.at()).orElse(container.init().at());
        default -> container.init().at();
      };
    }
    Optional<Location> card =
        container.network().cards().stream()
            .filter(c -> part.object().equals(card(c.name())))
            .map(c -> c.at())
            .findFirst();
    Optional<Location> ids =
        part.field().startsWith("idmap")
            ? container.rights().ids().map(Located::at)
            : part.field().equals("capabilities")
                ? Optional.of(container.rights().capabilities().at())
                : container.shared().stream()
                    .filter(s -> part.field().equals(s.kind().element()))
                    .map(SharedSpace::at)
                    .findFirst();
    if (card.or(() -> ids).isPresent()) {
      return card.or(() -> ids).get();
    }
    return container.mounts().stream()
        .filter(m -> part.object().equals(mount(m.target())))
        .map(Machine.Mount::at)
        .findFirst()
        .orElse(guest.at());
  }

  private static SequencedMap<Part, List<String>> parts(JsonNode config) {
    SequencedMap<Part, List<String>> parts = new LinkedHashMap<>();
    JsonNode process = config.path("process");
    JsonNode user = process.path("user");
    parts.put(new Part(INIT, "command"), texts(process.path("args")));
    parts.put(new Part(INIT, "environment"), texts(process.path("env")));
    parts.put(new Part(INIT, "directory"), List.of(process.path("cwd").asString("")));
    parts.put(
        new Part(INIT, "user"),
        List.of(user.path("uid").asString("") + ":" + user.path("gid").asString("")));
    parts.put(
        new Part(CONTAINER, "capabilities"), texts(process.path("capabilities").path("bounding")));
    boolean terminal = process.path("terminal").asBoolean(false);
    parts.put(new Part(CONTAINER, "console"), List.of(terminal ? "pty" : "none"));
    JsonNode namespaces = config.path("linux").path("namespaces");
    boolean own =
        namespaces
            .valueStream()
            .anyMatch(n -> n.path("type").asString("").equals("network") && !n.has("path"));
    parts.put(new Part(CONTAINER, "network"), List.of(own ? "its own" : "the host's"));
    for (SharedSpace.Kind kind : SharedSpace.Kind.values()) {
      String shared = config.path("annotations").path("vcg." + kind.element()).asString("");
      parts.put(
          new Part(CONTAINER, kind.element()), shared.isEmpty() ? List.of() : List.of(shared));
    }
    parts.put(new Part(CONTAINER, "idmap users"), ranges(config, "uidMappings"));
    parts.put(new Part(CONTAINER, "idmap groups"), ranges(config, "gidMappings"));
    for (JsonNode hook : config.path("hooks").path("createRuntime")) {
      List<String> words = texts(hook.path("args"));
      if (words.size() > 8) { // the address, up or down, the bridge and addresses
        parts.put(new Part(card(words.get(5)), "card"), words.subList(6, words.size()));
      }
    }
    JsonNode root = config.path("root");
    parts.put(
        new Part(mount("/"), "source"),
        List.of(root.path("path").asString("") + readOnly(root.path("readonly").asBoolean(false))));
    config
        .path("mounts")
        .valueStream()
        .filter(m -> !OciConfig.isFixed(m.path("destination").asString("")))
        .forEach(m ->
            parts.put(
                new Part(mount(m.path("destination").asString("")), "source"), List.of(source(m))));
    return parts;
  }

  private static List<String> ranges(JsonNode config, String name) {
    return config
        .path("linux")
        .path(name)
        .valueStream()
        .map(r ->
            r.path("containerID").asLong(0)
                + "→"
                + r.path("hostID").asLong(0)
                + "+"
                + r.path("size").asLong(0))
        .toList();
  }

  private static String card(String name) {
    return "interface " + name;
  }

  private static String mount(String target) {
    return "filesystem " + target;
  }

  private static String source(JsonNode mount) {
    List<String> options = texts(mount.path("options"));
    String size =
        options.stream()
            .filter(o -> o.startsWith("size="))
            .findFirst()
            .map(s -> " " + s)
            .orElse("");
    return mount.path("source").asString("") + size + readOnly(options.contains("ro"));
  }

  private static String readOnly(boolean is) {
    return is ? " read-only" : "";
  }

  private static List<String> texts(JsonNode array) {
    Function<JsonNode, String> text = node -> node.asString("");
    return array.valueStream().map(text).toList();
  }
}
