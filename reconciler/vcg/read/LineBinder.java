package vcg.read;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import vcg.model.CharDevice;
import vcg.model.Lines;
import vcg.read.xml.Channel;
import vcg.read.xml.Devices;
import vcg.read.xml.Parallel;
import vcg.read.xml.Redirdev;

/** Reads parallel ports, channels and redirected USB devices. */
final class LineBinder {
  private final Findings findings;
  private final CharBinder characters;

  LineBinder(Findings findings) {
    this.findings = findings;
    this.characters = new CharBinder(findings);
  }

  Lines bind(Devices devices, List<CharDevice> consoles) {
    return new Lines(
        parallels(devices.parallels),
        consoles,
        devices.channels.stream().map(this::channel).toList(),
        devices.redirdevs.stream().map(this::redirection).toList());
  }

  private List<CharDevice> parallels(List<Parallel> parallels) {
    Map<Integer, Parallel> ports = new TreeMap<>();
    for (Parallel parallel : parallels) {
      int free = 0;
      while (ports.containsKey(free)) {
        free++;
      }
      int port =
          Words.only(parallel.targets, "target", findings)
              .flatMap(t -> Words.small(t.port))
              .orElse(free);
      if (ports.putIfAbsent(port, parallel) != null) {
        findings.error(Codes.TWICE, parallel, "parallel port " + port + " occurs twice");
      }
    }
    int expected = 0;
    for (Map.Entry<Integer, Parallel> port : ports.entrySet()) {
      if (port.getKey() != expected) {
        String message = "parallel port " + port.getKey() + " needs port " + expected + " as well";
        findings.error(Codes.CONTRADICTION, port.getValue(), message);
        break;
      }
      expected++;
    }
    return ports.values().stream()
        .map(p ->
            characters.bind(
                new CharBinder.Parts(p, "parallel", p.type, p.sources, p.protocols, p.logs, "")))
        .toList();
  }

  private Lines.Channel channel(Channel channel) {
    Optional<Channel.ChannelTarget> target = Words.only(channel.targets, "target", findings);
    if (target.isEmpty()) {
      findings.error(Codes.INCOMPLETE, channel, "<channel> needs <target>");
    }
    CharDevice device =
        characters.bind(
            new CharBinder.Parts(
                channel,
                "channel",
                channel.type,
                channel.sources,
                channel.protocols,
                channel.logs,
                "vdagent"));
    Optional<String> name = target.flatMap(t -> Words.word(t.name));
    boolean agent = Words.is(channel.type, "spicevmc") || Words.is(channel.type, "qemu-vdagent");
    return new Lines.Channel(
        agent ? name.or(() -> Optional.of("com.redhat.spice.0")) : name, device);
  }

  private Lines.Redirection redirection(Redirdev redirdev) {
    if (Words.is(redirdev.type, "qemu-vdagent")) {
      findings.attributeError(
          Codes.CONTRADICTION, redirdev, "type", "a redirdev cannot be of type qemu-vdagent");
    }
    return new Lines.Redirection(
        characters.bind(
            new CharBinder.Parts(
                redirdev,
                "redirdev",
                redirdev.type,
                redirdev.sources,
                redirdev.protocols,
                redirdev.logs,
                "usbredir")),
        Words.only(redirdev.boots, "boot", findings).flatMap(b -> Words.small(b.order)));
  }
}
