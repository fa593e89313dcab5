package vcg.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
      guest
          .record()
          .filter(_ -> guest.running().isPresent())
          .flatMap(r -> Optional.ofNullable(actual.refusals().get(r.uuid().toString())))
          .ifPresent(why -> warnings.add(guest.id() + ": " + why + " too"));
      for (String program : Devices.foreign(guest.devices())) {
        warnings.add(
            guest.id() + ": device program " + program + " of somebody else restricts it further");
      }
    }
    return warnings;
  }
}
