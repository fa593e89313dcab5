package vcg.read;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import vcg.model.CardTuning;
import vcg.model.Located;
import vcg.model.NetworkBackend;
import vcg.model.NetworkCard;
import vcg.read.xml.Interface;
import vcg.read.xml.Interface.InterfaceDriver;
import vcg.read.xml.Interface.InterfaceSource;
import vcg.read.xml.Placed;

/** Reads network cards. */
final class CardBinder {
  private final Findings findings;
  private final InterfaceWords words;

  CardBinder(Findings findings) {
    this.findings = findings;
    this.words = new InterfaceWords(findings);
  }

  NetworkCard bind(Interface nic) {
    Optional<String> mac =
        Words.only(nic.macs, "mac", findings)
            .flatMap(m -> Words.word(m.address))
            .map(m -> m.toLowerCase(Locale.ROOT));
    return new NetworkCard(
        findings.at(nic),
        mac,
        Words.only(nic.models, "model", findings)
            .flatMap(m -> Words.word(m.type))
            .orElse("rtl8139"),
        backend(nic),
        tuning(nic),
        Words.only(nic.boots, "boot", findings).flatMap(b -> Words.small(b.order)),
        Words.only(nic.links, "link", findings).filter(l -> Words.is(l.state, "down")).isPresent(),
        new PlaceBinder(findings)
            .bind(
                Words.only(nic.aliases, "alias", findings).orElse(null),
                Words.only(nic.addresses, "address", findings).orElse(null)));
  }

  private NetworkBackend backend(Interface nic) {
    String type = Words.word(nic.type, "user");
    InterfaceSource source =
        Words.only(nic.sources, "source", findings).orElseGet(InterfaceSource::new);
    Optional<Interface.InterfaceTarget> target = Words.only(nic.targets, "target", findings);
    Optional<String> tap =
        target.flatMap(t -> Words.word(t.dev)).filter(name -> !isLibvirts(name, type));
    refuse(nic, type, source, target);
    return switch (type) {
      case "bridge" ->
          new NetworkBackend.Bridge(
              words.stated(nic, source, "bridge", source.bridge), false, tap, isolated(nic));
      case "network" ->
          new NetworkBackend.Bridge(
              words.stated(nic, source, "network", source.network), true, tap, isolated(nic));
      case "ethernet" -> ethernet(nic, target, tap);
      case "direct" ->
          new NetworkBackend.Direct(
              words.stated(nic, source, "dev", source.dev),
              Words.word(source.mode)
                  .flatMap(NetworkBackend.Mode::of)
                  .orElse(NetworkBackend.Mode.VEPA),
              tap);
      default -> user(nic);
    };
  }

  private NetworkBackend ethernet(
      Interface nic, Optional<Interface.InterfaceTarget> target, Optional<String> tap) {
    boolean made = target.filter(t -> Words.is(t.managed, "no")).isEmpty();
    Optional<String> name = made ? tap : target.flatMap(t -> Words.word(t.dev));
    if (!made && name.isEmpty()) {
      findings.error(
          Codes.INCOMPLETE, nic, "an interface that vcg does not make needs a target dev");
    }
    return new NetworkBackend.Tap(
        name,
        made,
        new NetworkBackend.Scripts(
            script(nic.scripts, "script"), script(nic.downscripts, "downscript")));
  }

  private Optional<Located<String>> script(List<Interface.InterfaceScript> scripts, String name) {
    return Words.only(scripts, name, findings)
        .flatMap(s -> Words.word(s.path).map(path -> new Located<>(path, findings.at(s, "path"))));
  }

  /** What libvirt itself chose, and shows in the documents of running guests. */
  private static boolean isLibvirts(String name, String type) {
    return name.startsWith("vnet") || (type.equals("direct") && name.startsWith("macvtap"));
  }

  private boolean isolated(Interface nic) {
    return Words.only(nic.ports, "port", findings)
        .filter(p -> Words.is(p.isolated, "yes"))
        .isPresent();
  }

  private NetworkBackend user(Interface nic) {
    Optional<String> network = Optional.empty();
    Optional<String> network6 = Optional.empty();
    for (Interface.InterfaceIp ip : nic.ips) {
      boolean six = Words.is(ip.family, "ipv6");
      if ((six ? network6 : network).isPresent()) {
        findings.error(Codes.TWICE, ip, "two networks of the same family");
      }
      words.attribute(ip, "peer", ip.peer, false, "user");
      Optional<String> text = words.address(ip, "network", 64, 24);
      network = six ? network : text;
      network6 = six ? text : network6;
    }
    return new NetworkBackend.User(network, network6);
  }

  /** What is stated and means nothing for the type of the interface. */
  private void refuse(
      Interface nic,
      String type,
      InterfaceSource source,
      Optional<Interface.InterfaceTarget> target) {
    boolean user = type.equals("user");
    boolean bridged = type.equals("bridge") || type.equals("network");
    words.attribute(source, "bridge", source.bridge, bridged, type);
    words.attribute(source, "network", source.network, type.equals("network"), type);
    words.attribute(source, "portgroup", source.portgroup, type.equals("network"), type);
    words.attribute(source, "dev", source.dev, type.equals("direct"), type);
    words.attribute(source, "mode", source.mode, type.equals("direct"), type);
    if (!type.equals("ethernet")) {
      nic.scripts.forEach(s -> contradiction(s, "only type ethernet has a <script>"));
      nic.downscripts.forEach(s -> contradiction(s, "only type ethernet has a <downscript>"));
    }
    if (!bridged) {
      nic.ports.forEach(p -> contradiction(p, "type " + type + " has no port of a bridge"));
    }
    target.ifPresent(t -> {
      words.attribute(t, "dev", t.dev, !user || (t.dev != null && t.dev.startsWith("vnet")), type);
      words.attribute(t, "managed", t.managed, type.equals("ethernet"), type);
    });
    if (!user) {
      nic.ips.forEach(ip -> contradiction(ip, "only type user has <ip>, not " + type));
    } else {
      nic.tunes.forEach(t -> contradiction(t, "type user has no <tune>"));
    }
  }

  private void contradiction(Placed element, String message) {
    findings.error(Codes.CONTRADICTION, element, message);
  }

  private CardTuning tuning(Interface nic) {
    Optional<InterfaceDriver> stated = Words.only(nic.drivers, "driver", findings);
    InterfaceDriver driver = stated.orElseGet(InterfaceDriver::new);
    boolean vhost = Words.is(driver.name, "vhost");
    if (vhost && Words.is(nic.type, "user")) {
      findings.attributeError(
          Codes.CONTRADICTION, driver, "name", "an interface of type user has no driver vhost");
    }
    CardTuning tuning =
        new CardTuning(
            vhost,
            Words.word(driver.txmode).map("timer"::equals),
            Words.small(driver.queues).orElse(1),
            Words.small(driver.rxQueueSize),
            Words.small(driver.txQueueSize),
            features(driver),
            Words.only(nic.mtus, "mtu", findings).flatMap(m -> Words.small(m.size)),
            Words.only(nic.roms, "rom", findings).map(this::rom).orElse(CardTuning.NONE.rom()),
            Words.only(nic.tunes, "tune", findings)
                .flatMap(t -> t.sndbuf == null ? Optional.empty() : Words.number(t.sndbuf.text)));
    String model = Words.only(nic.models).flatMap(m -> Words.word(m.type)).orElse("rtl8139");
    if ((tuning.needsVirtio() || vhost) && !model.startsWith("virtio")) {
      contradiction(stated.orElseThrow(), "only a card of model virtio has this <driver>");
    }
    if (tuning.mtu().isPresent() && !model.startsWith("virtio")) {
      contradiction(nic.mtus.getFirst(), "only a card of model virtio has an <mtu>");
    }
    if (tuning.queues() > 1
        && !List.of("bridge", "network", "ethernet", "direct").contains(Words.word(nic.type, ""))) {
      findings.attributeError(
          Codes.CONTRADICTION,
          driver,
          "queues",
          "several queues need type bridge, network, ethernet or direct");
    }
    return tuning;
  }

  private CardTuning.Rom rom(Interface.InterfaceRom rom) {
    boolean none = Words.is(rom.enabled, "no");
    if (none && rom.file != null) {
      findings.attributeError(
          Codes.CONTRADICTION, rom, "file", "there is no rom that could be read");
    }
    return new CardTuning.Rom(Words.flag(rom.bar), none ? Optional.of("") : Words.word(rom.file));
  }

  private static SortedMap<String, Boolean> features(InterfaceDriver driver) {
    SortedMap<String, Boolean> features = new TreeMap<>();
    feature(features, "ioeventfd", driver.ioeventfd);
    feature(features, "event_idx", driver.eventIdx);
    feature(features, "iommu_platform", driver.iommu);
    feature(features, "ats", driver.ats);
    feature(features, "packed", driver.packed);
    feature(features, "page-per-vq", driver.pagePerVq);
    feature(features, "rss", driver.rss);
    feature(features, "hash", driver.rssHashReport);
    Interface.HostOffloads host = driver.host == null ? new Interface.HostOffloads() : driver.host;
    feature(features, "csum", host.csum);
    feature(features, "gso", host.gso);
    feature(features, "host_tso4", host.tso4);
    feature(features, "host_tso6", host.tso6);
    feature(features, "host_ecn", host.ecn);
    feature(features, "host_ufo", host.ufo);
    feature(features, "mrg_rxbuf", host.mrgRxbuf);
    Interface.GuestOffloads guest =
        driver.guest == null ? new Interface.GuestOffloads() : driver.guest;
    feature(features, "guest_csum", guest.csum);
    feature(features, "guest_tso4", guest.tso4);
    feature(features, "guest_tso6", guest.tso6);
    feature(features, "guest_ecn", guest.ecn);
    feature(features, "guest_ufo", guest.ufo);
    return features;
  }

  private static void feature(
      SortedMap<String, Boolean> features, String name, @Nullable String value) {
    Words.flag(value).ifPresent(on -> features.put(name, on));
  }
}
