package vcg.plan;

import java.util.ArrayList;
import java.util.List;
import vcg.model.Actual;
import vcg.model.ActualGuest;
import vcg.model.Host;

/** What an operator should know about a host. */
final class Warnings {
  private Warnings() {}

  static List<String> of(Actual actual) {
    List<String> warnings = new ArrayList<>();
    Host host = actual.host();
    if (host.hierarchies().isEmpty()) {
      warnings.add("no cgroup hierarchy is mounted: guests run without limits of any kind");
    }
    host.deviceRefusal()
        .ifPresent(why -> warnings.add("guests may open any device their user may: " + why));
    for (ActualGuest guest : actual.guests().values()) {
      for (String program : Devices.foreign(guest.devices())) {
        warnings.add(
            guest.id() + ": device program " + program + " of somebody else restricts it further");
      }
    }
    return warnings;
  }
}
