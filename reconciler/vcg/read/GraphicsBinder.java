package vcg.read;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import vcg.model.Graphics.Compression;
import vcg.model.Graphics.Listen;
import vcg.model.Graphics.Password;
import vcg.read.xml.Graphics;
import vcg.read.xml.Placed;

/** Reads the servers for a guest's screen. */
final class GraphicsBinder {
  private static final String LOCAL = "127.0.0.1";
  private static final int FIRST_VNC_PORT = 5900;

  private final Findings findings;
  private final Map<String, Graphics> seen = new TreeMap<>();

  GraphicsBinder(Findings findings) {
    this.findings = findings;
  }

  vcg.model.Graphics bind(Graphics graphics) {
    boolean spice = Words.is(graphics.type, "spice");
    Graphics first = seen.putIfAbsent(spice ? "spice" : "vnc", graphics);
    if (first != null) {
      findings.error(
          Codes.TWICE,
          graphics,
          "graphics of type " + (spice ? "spice" : "vnc") + " occurs twice",
          "the first one is at " + findings.at(first));
    }
    refuse(graphics, spice);
    return spice ? spice(graphics) : vnc(graphics);
  }

  private vcg.model.Graphics vnc(Graphics graphics) {
    Listen listen = listen(graphics);
    Optional<Password> password = password(graphics);
    if (password.filter(p -> p.text().length() > 8).isPresent()) {
      findings.attributeError(
          Codes.WRONG_VALUE, graphics, "passwd", "a password of type vnc has at most 8 characters");
    }
    if (listen instanceof Listen.Tcp(_, var port)
        && port.filter(p -> p < FIRST_VNC_PORT).isPresent()) {
      findings.attributeError(
          Codes.WRONG_VALUE, graphics, "port", "port of type vnc is 5900 to 65535");
    }
    Optional<Integer> websocket = Words.small(graphics.websocket);
    if (websocket.isPresent() && !(listen instanceof Listen.Tcp)) {
      findings.attributeError(
          Codes.CONTRADICTION,
          graphics,
          "websocket",
          "only a server with an address has a websocket");
    }
    return new vcg.model.Graphics.Vnc(
        findings.at(graphics),
        listen,
        password,
        Words.word(graphics.keymap),
        Words.word(graphics.sharePolicy),
        websocket,
        Words.flag(graphics.powerControl),
        Words.only(graphics.audios, "audio", findings).flatMap(a -> Words.small(a.id)));
  }

  private vcg.model.Graphics spice(Graphics graphics) {
    Listen listen = listen(graphics);
    return new vcg.model.Graphics.Spice(
        findings.at(graphics),
        listen,
        new SpiceTlsBinder(findings).bind(graphics, listen),
        password(graphics),
        Words.word(graphics.keymap),
        new Compression(
            Words.only(graphics.images, "image", findings).flatMap(i -> Words.word(i.compression)),
            Words.only(graphics.jpegs, "jpeg", findings).flatMap(i -> Words.word(i.compression)),
            Words.only(graphics.zlibs, "zlib", findings).flatMap(i -> Words.word(i.compression)),
            Words.only(graphics.playbacks, "playback", findings)
                .flatMap(i -> Words.word(i.compression)),
            Words.only(graphics.streamings, "streaming", findings)
                .flatMap(s -> Words.word(s.mode))),
        Words.only(graphics.mice, "mouse", findings)
            .flatMap(m -> Words.word(m.mode))
            .map("client"::equals),
        Words.only(graphics.clipboards, "clipboard", findings)
            .flatMap(c -> Words.flag(c.copypaste)),
        Words.only(graphics.filetransfers, "filetransfer", findings)
            .flatMap(f -> Words.flag(f.enable)));
  }

  private Listen listen(Graphics graphics) {
    Optional<Graphics.GraphicsListen> element = Words.only(graphics.listens, "listen", findings);
    String type = element.map(l -> Words.word(l.type, "address")).orElse("address");
    Optional<String> attribute = Words.word(graphics.listen);
    Optional<String> address = element.flatMap(l -> Words.word(l.address));
    Optional<String> socket = element.flatMap(l -> Words.word(l.socket));
    if (attribute.isPresent() && element.isPresent() && !attribute.equals(address)) {
      contradiction(element.get(), "listen of <graphics> and <listen> say different things");
    }
    if (Words.word(graphics.socket).isPresent()) {
      if (element.isPresent() && !Words.word(graphics.socket).equals(socket)) {
        contradiction(element.get(), "socket of <graphics> and <listen> say different things");
      }
      socket = Words.word(graphics.socket);
      type = "socket";
    }
    if (!type.equals("address") && address.isPresent()) {
      contradiction(element.orElseThrow(), "<listen> of type " + type + " has no address");
    }
    if (!type.equals("socket") && socket.isPresent()) {
      contradiction(element.orElseThrow(), "<listen> of type " + type + " has no socket");
    }
    Optional<Integer> port = port(graphics);
    if (!type.equals("address")) {
      port.ifPresent(_ ->
          findings.attributeError(
              Codes.CONTRADICTION, graphics, "port", "only a server with an address has a port"));
    }
    return switch (type) {
      case "socket" -> new Listen.Unix(socket);
      case "none" -> new Listen.Nowhere();
      default -> new Listen.Tcp(address.or(() -> attribute).orElse(LOCAL), port);
    };
  }

  /** Where both are said, libvirt chooses the port. */
  private Optional<Integer> port(Graphics graphics) {
    Optional<Integer> port = Words.small(graphics.port).filter(p -> p > 0);
    if (Words.is(graphics.autoport, "no") && port.isEmpty()) {
      findings.attributeError(Codes.INCOMPLETE, graphics, "autoport", "autoport no needs a port");
    }
    return Words.is(graphics.autoport, "yes") ? Optional.empty() : port;
  }

  private Optional<Password> password(Graphics graphics) {
    Optional<String> text = Optional.ofNullable(graphics.passwd).filter(p -> !p.isEmpty());
    Optional<String> until = Words.word(graphics.passwdValidTo);
    if (until.isPresent() && text.isEmpty()) {
      findings.attributeError(
          Codes.INCOMPLETE, graphics, "passwdValidTo", "passwdValidTo needs passwd");
    }
    return text.map(t -> new Password(t, until.flatMap(u -> seconds(graphics, u))));
  }

  private Optional<Long> seconds(Graphics graphics, String time) {
    try {
      return Optional.of(LocalDateTime.parse(time).toEpochSecond(ZoneOffset.UTC));
    } catch (DateTimeException _) {
      findings.attributeError(
          Codes.WRONG_VALUE,
          graphics,
          "passwdValidTo",
          "passwdValidTo is " + Printed.value(time) + ", there is no such time");
      return Optional.empty();
    }
  }

  /** What only the other type has. */
  private void refuse(Graphics graphics, boolean spice) {
    String type = spice ? "spice" : "vnc";
    if (spice) {
      attribute(graphics, "socket", graphics.socket, type);
      attribute(graphics, "sharePolicy", graphics.sharePolicy, type);
      attribute(graphics, "websocket", graphics.websocket, type);
      attribute(graphics, "powerControl", graphics.powerControl, type);
      elements(type, graphics.audios);
    } else {
      attribute(graphics, "tlsPort", graphics.tlsPort, type);
      attribute(graphics, "defaultMode", graphics.defaultMode, type);
      elements(type, graphics.channels);
      elements(type, graphics.images);
      elements(type, graphics.jpegs);
      elements(type, graphics.zlibs);
      elements(type, graphics.playbacks);
      elements(type, graphics.streamings);
      elements(type, graphics.mice);
      elements(type, graphics.clipboards);
      elements(type, graphics.filetransfers);
    }
  }

  private void attribute(Graphics graphics, String name, @Nullable String value, String type) {
    if (value != null) {
      findings.attributeError(
          Codes.CONTRADICTION, graphics, name, "graphics of type " + type + " has no " + name);
    }
  }

  private void elements(String type, List<? extends Placed> elements) {
    elements.forEach(
        e -> contradiction(e, "graphics of type " + type + " has nothing of this kind"));
  }

  private void contradiction(Placed element, String message) {
    findings.error(Codes.CONTRADICTION, element, message);
  }
}
