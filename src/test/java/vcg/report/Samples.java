package vcg.report;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import vcg.cgroup.PartitionPath;
import vcg.model.Driver;
import vcg.model.Guest;
import vcg.model.GuestId;
import vcg.model.Located;
import vcg.model.Location;
import vcg.model.Machine;
import vcg.model.Policy;

/** A guest for reports that only need one to be there. */
final class Samples {
  private Samples() {}

  static Guest guest() {
    Location at = Location.ofFile("x.xml");
    return new Guest(
        new GuestId(Driver.LXC, "web1"),
        new UUID(1, 2),
        at,
        "",
        new Located<>(PartitionPath.DEFAULT, at),
        new TreeMap<>(),
        Policy.DEFAULT,
        new Machine.Container(
            List.of("/sbin/init"),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            false));
  }
}
