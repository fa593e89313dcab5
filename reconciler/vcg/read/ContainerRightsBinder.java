package vcg.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import vcg.guest.Capabilities;
import vcg.model.ContainerRights;
import vcg.model.ContainerRights.Device;
import vcg.model.ContainerRights.IdMap;
import vcg.model.ContainerRights.IdRange;
import vcg.model.Located;
import vcg.read.xml.Domain;
import vcg.read.xml.HostDevice;
import vcg.read.xml.Placed;
import vcg.read.xml.Text;

/** Reads what a container may do, and which devices and interfaces of the host it is given. */
final class ContainerRightsBinder {
  private final Findings findings;
  private final List<Device> devices = new ArrayList<>();
  private final List<Located<String>> interfaces = new ArrayList<>();

  ContainerRightsBinder(Findings findings) {
    this.findings = findings;
  }

  ContainerRights bind(Domain domain, List<HostDevice> hostDevices) {
    hostDevices.forEach(this::device);
    return new ContainerRights(
        capabilities(domain), Optional.ofNullable(domain.idmap).map(this::ids), devices);
  }

  /** The interfaces among the devices that were bound. */
  List<Located<String>> interfaces() {
    return interfaces;
  }

  private Located<List<String>> capabilities(Domain domain) {
    vcg.read.xml.Capabilities stated =
        domain.features == null ? null : domain.features.capabilities;
    if (stated == null) {
      return new Located<>(Capabilities.kept("default", new TreeMap<>()), findings.at(domain));
    }
    SortedMap<String, Boolean> states = new TreeMap<>();
    stated.states().forEach((name, state) -> states.put(name, !Words.is(state.state, "off")));
    return new Located<>(
        Capabilities.kept(Words.word(stated.policy, "default"), states), findings.at(stated));
  }

  private Located<IdMap> ids(vcg.read.xml.IdMap map) {
    return new Located<>(
        new IdMap(ranges(map, "uid", map.uids), ranges(map, "gid", map.gids)), findings.at(map));
  }

  private List<IdRange> ranges(
      vcg.read.xml.IdMap map, String name, List<vcg.read.xml.IdMap.IdRange> stated) {
    List<IdRange> ranges = new ArrayList<>();
    for (vcg.read.xml.IdMap.IdRange range : stated) {
      long count = Words.number(range.count).orElse(0L);
      if (count == 0) {
        findings.attributeError(Codes.WRONG_VALUE, range, "count", "count must be more than 0");
      }
      ranges.add(
          new IdRange(
              Words.number(range.start).orElse(0L), Words.number(range.target).orElse(0L), count));
    }
    if (ranges.stream().noneMatch(r -> r.inside() == 0)) {
      findings.error(
          Codes.INCOMPLETE,
          map,
          "<idmap> needs a <" + name + "> that starts with 0, which is root");
    }
    return ranges;
  }

  private void device(HostDevice stated) {
    HostDevice.HostDeviceSource source =
        stated.source == null ? new HostDevice.HostDeviceSource() : stated.source;
    String type = Words.word(stated.type, "");
    path(stated, source.block, "block", type.equals("storage"))
        .ifPresent(path -> devices.add(new Device(path.at(), path.value(), true)));
    path(stated, source.character, "char", type.equals("misc"))
        .ifPresent(path -> devices.add(new Device(path.at(), path.value(), false)));
    path(stated, source.card, "interface", type.equals("net")).ifPresent(interfaces::add);
  }

  private Optional<Located<String>> path(
      HostDevice stated, @Nullable Text path, String name, boolean wanted) {
    if (wanted && path == null) {
      Placed place = stated.source == null ? stated : stated.source;
      findings.error(
          Codes.INCOMPLETE,
          place,
          "a device of type " + Words.word(stated.type, "") + " needs a source " + name);
    } else if (!wanted && path != null) {
      findings.error(
          Codes.CONTRADICTION,
          path,
          "a device of type " + Words.word(stated.type, "") + " has no source " + name);
    }
    return Optional.ofNullable(path).map(p -> new Located<>(p.text.strip(), findings.at(p)));
  }
}
