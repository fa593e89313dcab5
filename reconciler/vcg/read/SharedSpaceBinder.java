package vcg.read;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vcg.model.SharedSpace;
import vcg.model.SharedSpace.Kind;
import vcg.model.SharedSpace.Owner;
import vcg.read.xml.Devices;
import vcg.read.xml.Domain;
import vcg.read.xml.SharedSpaces;

/** Reads what a container shares with others. */
final class SharedSpaceBinder {
  private final Findings findings;
  private final List<SharedSpace> shared = new ArrayList<>();

  SharedSpaceBinder(Findings findings) {
    this.findings = findings;
  }

  List<SharedSpace> bind(Domain domain, Devices devices) {
    SharedSpaces stated = domain.shared == null ? new SharedSpaces() : domain.shared;
    add(Kind.NETWORK, stated.sharenet);
    add(Kind.IPC, stated.shareipc);
    add(Kind.UTS, stated.shareuts);
    boolean hasOwn =
        !devices.interfaces.isEmpty()
            || devices.hostDevices.stream().anyMatch(d -> Words.is(d.type, "net"))
            || (domain.features != null && domain.features.privnet != null);
    if (stated.sharenet != null && hasOwn) {
      findings.error(
          Codes.CONTRADICTION,
          stated.sharenet,
          "a container that shares a network has neither <privnet> nor interfaces of its own");
    }
    if (!shared.isEmpty() && domain.idmap != null) {
      findings.error(
          Codes.CONTRADICTION,
          stated,
          "a container with users of its own (<idmap>) cannot share what belongs to others");
    }
    return shared;
  }

  private void add(Kind kind, SharedSpaces.@Nullable SharedSpace stated) {
    if (stated == null) {
      return;
    }
    Owner owner =
        switch (Words.word(stated.type, "")) {
          case "netns" -> Owner.NETNS;
          case "pid" -> Owner.PID;
          default -> Owner.NAME;
        };
    String value = Words.word(stated.value, "");
    if (owner == Owner.NETNS && kind != Kind.NETWORK) {
      findings.attributeError(
          Codes.CONTRADICTION, stated, "type", "only a network can be one of type netns");
    } else if (owner == Owner.NETNS && value.matches("\\.*")) {
      findings.attributeError(Codes.WRONG_VALUE, stated, "value", "this is no name of a network");
    } else if (owner == Owner.PID && !value.matches("[1-9][0-9]{0,9}")) {
      findings.attributeError(
          Codes.WRONG_VALUE,
          stated,
          "value",
          "value of type pid is " + Printed.value(value) + ", must be the number of a process");
    }
    shared.add(new SharedSpace(findings.at(stated), kind, owner, value));
  }
}
