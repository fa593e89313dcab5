package vcg.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import vcg.model.ContainerNetwork.Card;
import vcg.read.xml.Interface;
import vcg.read.xml.Interface.InterfaceSource;
import vcg.read.xml.Interface.InterfaceTarget;
import vcg.read.xml.Placed;

/** Reads network cards of containers. */
final class ContainerCardBinder {
  private final Findings findings;
  private final InterfaceWords words;

  ContainerCardBinder(Findings findings) {
    this.findings = findings;
    this.words = new InterfaceWords(findings);
  }

  List<Card> bind(List<Interface> interfaces) {
    List<Card> cards = new ArrayList<>();
    for (Interface nic : interfaces) {
      Card card = card(nic, "eth" + cards.size());
      if (cards.stream().anyMatch(c -> c.name().equals(card.name()))) {
        findings.error(
            Codes.TWICE, nic, "two interfaces of this container are called " + card.name());
      }
      cards.add(card);
    }
    return cards;
  }

  private Card card(Interface nic, String name) {
    String type = Words.word(nic.type, "");
    boolean bridged = type.equals("bridge") || type.equals("network");
    if (type.equals("user") || type.equals("direct")) {
      findings.attributeError(
          Codes.WRONG_DRIVER,
          nic,
          "type",
          "an interface of type "
              + type
              + " is for virtual machines only; bridge, network and ethernet are for containers"
              + " too");
    }
    refuse(nic.drivers, "driver");
    refuse(nic.boots, "boot");
    refuse(nic.roms, "rom");
    refuse(nic.tunes, "tune");
    refuse(nic.scripts, "script");
    refuse(nic.downscripts, "downscript");
    Words.only(nic.models, "model", findings)
        .ifPresent(m ->
            findings.warning(
                Codes.NO_EFFECT, m, "<model> has no effect on a container, whose cards have none"));
    InterfaceSource source =
        Words.only(nic.sources, "source", findings).orElseGet(InterfaceSource::new);
    words.attribute(source, "bridge", source.bridge, bridged, type);
    words.attribute(source, "network", source.network, type.equals("network"), type);
    words.attribute(source, "portgroup", source.portgroup, type.equals("network"), type);
    Optional<InterfaceTarget> target = Words.only(nic.targets, "target", findings);
    target.ifPresent(t -> words.attribute(t, "managed", t.managed, false, type));
    return new Card(
        findings.at(nic),
        Words.only(nic.macs, "mac", findings)
            .flatMap(m -> Words.word(m.address))
            .map(m -> m.toLowerCase(Locale.ROOT)),
        switch (type) {
          case "bridge" -> Optional.of(words.stated(nic, source, "bridge", source.bridge));
          case "network" -> Optional.of(words.stated(nic, source, "network", source.network));
          default -> Optional.empty();
        },
        type.equals("network"),
        target.flatMap(t -> Words.word(t.dev)).filter(dev -> !isLibvirts(dev)),
        Words.only(nic.guests, "guest", findings).flatMap(g -> Words.word(g.dev)).orElse(name),
        nic.ips.stream().flatMap(ip -> address(ip).stream()).toList(),
        routes(nic),
        Words.only(nic.mtus, "mtu", findings).flatMap(m -> Words.small(m.size)),
        Words.only(nic.links, "link", findings).filter(l -> Words.is(l.state, "down")).isPresent());
  }

  private Optional<String> address(Interface.InterfaceIp ip) {
    Optional<String> address = words.address(ip, "address", 128, 32);
    Optional<String> peer = Words.word(ip.peer);
    if (peer.filter(p -> !InterfaceWords.isAddress(p, Words.is(ip.family, "ipv6"))).isPresent()) {
      findings.attributeError(Codes.WRONG_VALUE, ip, "peer", "peer is no address of this family");
    }
    return address.map(a -> a + peer.map(p -> " peer " + p).orElse(""));
  }

  private List<String> routes(Interface nic) {
    RouteBinder routes = new RouteBinder(findings);
    boolean down =
        Words.only(nic.links, "link", findings).filter(l -> Words.is(l.state, "down")).isPresent();
    if (down && !nic.routes.isEmpty()) {
      findings.error(
          Codes.CONTRADICTION, nic.routes.getFirst(), "there is no <route> while the link is down");
    }
    return nic.routes.stream().flatMap(route -> routes.bind(route).stream()).toList();
  }

  /** What libvirt itself chose, and shows in the documents of running guests. */
  private static boolean isLibvirts(String name) {
    return name.startsWith("vnet") || name.startsWith("veth");
  }

  private void refuse(List<? extends Placed> elements, String name) {
    elements.forEach(e ->
        findings.error(
            Codes.WRONG_DRIVER, e, "<" + name + "> of an interface is for virtual machines only"));
  }
}
