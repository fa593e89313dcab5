package vcg.read;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What libvirt writes into a document and takes out again: the state of one run, or choices of its
 * own that it makes anew at each start. None of it is what somebody asked for.
 *
 * <pre>
 * &lt;domain type='kvm' <b>id='3'</b>&gt;
 *   &lt;interface type='bridge'&gt;<b>&lt;target dev='vnet0'/&gt; &lt;alias name='net0'/&gt;</b>
 * </pre>
 */
final class Volatile {
  private static final Pattern LIVE_INTERFACE = Pattern.compile("(vnet|macvtap|macvlan)[0-9]+");
  private static final Pattern OWN_SOCKET =
      Pattern.compile(
          ".*/libvirt/qemu/(channel/|run/channel/|domain-[0-9]+-|lib/domain-[0-9]+-).*");
  private static final String OWN_NAME = "libvirt's own name of the device";
  private static final String TERMINAL = "the terminal of this run";
  private static final String SOCKET = "a socket of this run";
  private static final String PORT = "the port of this run: autoport chooses one at each start";
  private static final String LABELS = "vcg sets no security labels";
  private static final String NUMBER = "a running number";

  /** Devices that are a line to the outside. */
  private static final List<String> LINES =
      List.of("serial", "parallel", "console", "channel", "redirdev", "rng");

  /** By path below the root, {@code *} for any device. */
  private static final Map<String, Rule> RULES =
      Map.ofEntries(
          entry("@id", any("the number of this run; dumpxml --inactive has what was asked for")),
          entry("resource", new Rule(Volatile::isUsualPartition, "libvirt's usual partition")),
          entry("seclabel", new Rule((_, e) -> !isStatic(e), LABELS)),
          entry("devices/emulator", new Rule((c, _) -> c.isContainer(), "libvirt's own program")),
          entry("devices/*/alias", new Rule((_, e) -> !starts(e, "name", "ua-"), OWN_NAME)),
          entry("devices/*/source@index", any(NUMBER)),
          entry("devices/*/source/seclabel", new Rule((_, e) -> !isStatic(e), LABELS)),
          entry("devices/*@tty", any(TERMINAL)),
          entry("devices/*/source@tty", any(TERMINAL)),
          entry("devices/*/source@path", new Rule(Volatile::isOwnPath, "libvirt's own path")),
          entry("devices/disk/backingStore", any("the header of the image says it")),
          entry("devices/disk/mirror", any("a copy that is under way")),
          entry(
              "devices/interface/target@dev", live("dev", LIVE_INTERFACE, "the name of this run")),
          entry("devices/interface/source@portid", any(NUMBER)),
          entry(
              "devices/interface/source@bridge",
              new Rule((c, _) -> c.parentIs("type", "network"), "the bridge of this run")),
          entry("devices/channel/target@state", any("whether the guest listens just now")),
          entry("devices/graphics@port", new Rule(Volatile::isChosen, PORT)),
          entry("devices/graphics@tlsPort", new Rule(Volatile::isChosen, PORT)),
          entry("devices/graphics@socket", live("socket", OWN_SOCKET, SOCKET)),
          entry("devices/graphics/listen@socket", live("socket", OWN_SOCKET, SOCKET)),
          entry(
              "devices/vsock/cid@address",
              new Rule((_, e) -> is(e, "auto", "yes"), "the number of this run")));

  private Volatile() {}

  /**
   * Where an element or attribute stands.
   *
   * @param above the elements around it, the root first; of an attribute those around its element
   */
  record Context(List<Node> above) {
    boolean isContainer() {
      return is(above.getFirst(), "type", "lxc");
    }

    boolean parentIs(String attribute, String value) {
      return is(above.getLast(), attribute, value);
    }
  }

  /**
   * When something is left out, and why.
   *
   * @param isMet of an attribute gets the element that has it
   */
  private record Rule(BiPredicate<Context, Node> isMet, String reason) {}

  /**
   * Why an element or attribute is left out; empty: it stays.
   *
   * @param path names below the root, without indexes
   * @param element the element, or the one that has the attribute
   */
  static Optional<String> reason(String path, Context context, Node element) {
    return Optional.ofNullable(RULES.get(path))
        .or(() -> Optional.ofNullable(RULES.get(path.replaceFirst("^devices/[a-z]+", "devices/*"))))
        .filter(rule -> rule.isMet().test(context, element))
        .map(Rule::reason);
  }

  private static Rule any(String reason) {
    return new Rule((_, _) -> true, reason);
  }

  private static Rule live(String attribute, Pattern names, String reason) {
    Predicate<String> isLive = names.asMatchPredicate();
    return new Rule((_, e) -> e.attribute(attribute).filter(isLive).isPresent(), reason);
  }

  private static boolean is(Node element, String attribute, String value) {
    return element.attribute(attribute).equals(Optional.of(value));
  }

  private static boolean starts(Node element, String attribute, String start) {
    return element.attribute(attribute).filter(value -> value.startsWith(start)).isPresent();
  }

  /** A partition that every running guest has whose document names none. */
  private static boolean isUsualPartition(Context context, Node resource) {
    return resource.children().size() == 1
        && resource.attributes().isEmpty()
        && resource
            .children("partition")
            .anyMatch(p -> p.text().toString().strip().equals("/machine"));
  }

  /** Whether somebody asked for this very label. */
  private static boolean isStatic(Node label) {
    return is(label, "type", "static")
        || (label.attribute("type").isEmpty() && label.children("label").findAny().isPresent());
  }

  private static boolean isOwnPath(Context context, Node source) {
    return LINES.contains(context.above().getLast().name())
        && (starts(source, "path", "/dev/pts/")
            || source.attribute("path").filter(OWN_SOCKET.asMatchPredicate()).isPresent());
  }

  private static boolean isChosen(Context context, Node graphics) {
    return is(graphics, "autoport", "yes");
  }
}
