package vcg.read;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vcg.model.CharBackend;
import vcg.model.CharDevice;
import vcg.read.xml.CharLog;
import vcg.read.xml.CharProtocol;
import vcg.read.xml.CharSource;
import vcg.read.xml.Placed;

/** Reads what character devices are connected to. */
final class CharBinder {
  /** What a source may say, by the type of its device. */
  private static final Map<String, Set<String>> PARTS =
      Map.ofEntries(
          Map.entry("pty", Set.of("path")),
          Map.entry("dev", Set.of("path")),
          Map.entry("file", Set.of("path", "append")),
          Map.entry("pipe", Set.of("path")),
          Map.entry("unix", Set.of("path", "mode", "reconnect")),
          Map.entry("tcp", Set.of("host", "service", "mode", "tls", "reconnect")),
          Map.entry("udp", Set.of("host", "service", "mode")),
          Map.entry("spiceport", Set.of("channel")),
          Map.entry("qemu-vdagent", Set.of("clipboard", "mouse")));

  private static final Set<String> NEED_PATH = Set.of("dev", "file", "pipe");

  private final Findings findings;

  CharBinder(Findings findings) {
    this.findings = findings;
  }

  /**
   * The parts of a device that all of them have.
   *
   * @param name of the element
   * @param spice the name under which a spice client knows the device; empty: it knows none
   */
  record Parts(
      Placed element,
      String name,
      @Nullable String stated,
      List<CharSource> sources,
      List<CharProtocol> protocols,
      List<CharLog> logs,
      String spice) {
    String type() {
      return Words.word(stated, "pty");
    }
  }

  CharDevice bind(Parts parts) {
    int most = parts.type().equals("udp") ? 2 : 1;
    if (parts.sources().size() > most) {
      Words.only(parts.sources().subList(most - 1, parts.sources().size()), "source", findings);
    }
    parts.sources().forEach(s -> check(parts, s));
    Optional<CharProtocol> protocol = Words.only(parts.protocols(), "protocol", findings);
    if (!parts.type().equals("tcp")) {
      protocol.ifPresent(p ->
          findings.error(
              Codes.CONTRADICTION, p, "only type tcp has a <protocol>, not " + parts.type()));
    }
    Optional<CharLog> log = Words.only(parts.logs(), "log", findings);
    return new CharDevice(
        findings.at(parts.element()),
        backend(parts, protocol),
        log.map(l -> new CharDevice.Log(Words.word(l.file, "/"), Words.flag(l.append))));
  }

  private CharBackend backend(Parts parts, Optional<CharProtocol> protocol) {
    CharSource source = parts.sources().isEmpty() ? new CharSource() : parts.sources().getFirst();
    String type = parts.type();
    if (NEED_PATH.contains(type) && Words.word(source.path).isEmpty()) {
      incomplete(parts, "a source path");
    }
    String path = source.path == null ? "/" : source.path.strip();
    return switch (type) {
      case "null" -> new CharBackend.Null();
      case "stdio" -> new CharBackend.Stdio();
      case "vc" -> new CharBackend.TextScreen();
      case "dev" -> new CharBackend.Device(path);
      case "pipe" -> new CharBackend.Pipe(path);
      case "file" -> new CharBackend.File(path, Words.flag(source.append));
      case "unix" -> unix(parts, source);
      case "tcp" -> tcp(parts, source, protocol);
      case "udp" -> udp(parts);
      case "spicevmc" -> spice(parts);
      case "spiceport" -> spicePort(parts, source);
      case "qemu-vdagent" ->
          new CharBackend.Agent(
              source.clipboard == null ? Optional.empty() : Words.flag(source.clipboard.copypaste),
              source.mouse == null
                  ? Optional.empty()
                  : Words.word(source.mouse.mode).map("client"::equals));
      default -> new CharBackend.Pty();
    };
  }

  private CharBackend unix(Parts parts, CharSource source) {
    boolean listens = listens(parts, source);
    Optional<String> path = Words.word(source.path);
    if (path.isEmpty() && !(listens && parts.name().equals("channel"))) {
      incomplete(parts, "a source path");
    }
    return new CharBackend.Unix(path, listens, reconnect(source, listens));
  }

  private CharBackend tcp(Parts parts, CharSource source, Optional<CharProtocol> protocol) {
    boolean listens = listens(parts, source);
    boolean telnet = protocol.filter(p -> Words.is(p.type, "telnet")).isPresent();
    return new CharBackend.Tcp(
        needed(parts, source.host, "host"),
        needed(parts, source.service, "service"),
        listens,
        telnet,
        Words.is(source.tls, "yes"),
        reconnect(source, listens));
  }

  private CharBackend udp(Parts parts) {
    List<CharSource> local = new ArrayList<>(parts.sources());
    local.removeIf(s -> !Words.is(s.mode, "bind"));
    List<CharSource> remote = new ArrayList<>(parts.sources());
    remote.removeAll(local);
    if (local.size() > 1 || remote.size() > 1) {
      findings.error(
          Codes.CONTRADICTION, parts.sources().getLast(), "both sources have the same mode");
    }
    CharSource to = remote.isEmpty() ? new CharSource() : remote.getFirst();
    CharSource from = local.isEmpty() ? new CharSource() : local.getFirst();
    return new CharBackend.Udp(
        Words.word(to.host, "127.0.0.1"),
        needed(parts, to.service, "service"),
        Words.word(from.host),
        Words.word(from.service));
  }

  private CharBackend spice(Parts parts) {
    if (parts.spice().isEmpty()) {
      notHere(parts);
    }
    return new CharBackend.Spice(parts.spice());
  }

  private CharBackend spicePort(Parts parts, CharSource source) {
    if (parts.spice().equals("usbredir")) {
      notHere(parts);
    }
    return new CharBackend.SpicePort(needed(parts, source.channel, "channel"));
  }

  private void notHere(Parts parts) {
    findings.attributeError(
        Codes.CONTRADICTION,
        parts.element(),
        "type",
        "a " + parts.name() + " cannot be of type " + parts.type());
  }

  private boolean listens(Parts parts, CharSource source) {
    boolean isAgents = parts.name().equals("channel") && parts.sources().isEmpty();
    if (Words.word(source.mode).isEmpty() && !(isAgents && parts.type().equals("unix"))) {
      Placed place = parts.sources().isEmpty() ? parts.element() : source;
      findings.error(
          Codes.INCOMPLETE,
          place,
          "<source> of type " + parts.type() + " needs mode=\"bind\" or mode=\"connect\"");
    }
    return !Words.is(source.mode, "connect");
  }

  private Optional<Integer> reconnect(CharSource source, boolean listens) {
    if (source.reconnect == null || !Words.is(source.reconnect.enabled, "yes")) {
      return Optional.empty();
    }
    if (listens) {
      findings.error(
          Codes.CONTRADICTION, source.reconnect, "only mode connect can connect once more");
    }
    Optional<Integer> seconds = Words.small(source.reconnect.timeout);
    if (seconds.isEmpty()) {
      findings.error(Codes.INCOMPLETE, source.reconnect, "<reconnect> needs a timeout");
    }
    return seconds;
  }

  private String needed(Parts parts, @Nullable String value, String name) {
    if (Words.word(value).isEmpty()) {
      incomplete(parts, "a source " + name);
    }
    return Words.word(value, "0");
  }

  private void incomplete(Parts parts, String what) {
    findings.error(
        Codes.INCOMPLETE,
        parts.element(),
        "a " + parts.name() + " of type " + parts.type() + " needs " + what);
  }

  /** What is stated and means nothing for the type of the device. */
  private void check(Parts parts, CharSource source) {
    if (source.seclabel != null) {
      findings.warning(
          Codes.NO_EFFECT,
          source.seclabel,
          "<seclabel> has no effect: vcg gives no security labels");
    }
    Map<String, Optional<Placed>> stated = new LinkedHashMap<>();
    attribute(stated, "path", source.path);
    attribute(stated, "append", source.append);
    attribute(stated, "mode", source.mode);
    attribute(stated, "host", source.host);
    attribute(stated, "service", source.service);
    attribute(stated, "tls", source.tls);
    attribute(stated, "channel", source.channel);
    element(stated, "reconnect", source.reconnect);
    element(stated, "clipboard", source.clipboard);
    element(stated, "mouse", source.mouse);
    stated.keySet().removeAll(PARTS.getOrDefault(parts.type(), Set.of()));
    stated.forEach((name, child) -> {
      String message = "the source of type " + parts.type() + " has no " + name;
      if (child.isPresent()) {
        findings.error(Codes.CONTRADICTION, child.get(), message);
      } else {
        findings.attributeError(Codes.CONTRADICTION, source, name, message);
      }
    });
  }

  private static void attribute(
      Map<String, Optional<Placed>> stated, String name, @Nullable String value) {
    if (value != null) {
      stated.put(name, Optional.empty());
    }
  }

  private static void element(
      Map<String, Optional<Placed>> stated, String name, @Nullable Placed element) {
    if (element != null) {
      stated.put(name, Optional.of(element));
    }
  }
}
