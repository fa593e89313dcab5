package vcg.read;

import java.util.Optional;
import vcg.cgroup.PartitionPath;
import vcg.model.Partition;
import vcg.model.Policy;
import vcg.model.Tuning;

/** Turns the elements of a partition document into a partition, as {@link GuestBinder} a guest. */
final class PartitionBinder {
  private final Findings findings;

  PartitionBinder(Findings findings) {
    this.findings = findings;
  }

  Partition bind(vcg.read.xml.Partition document, String digest) {
    Tuning tuning = new TuningBinder(findings).bind(document);
    Policy.Drift drift = new PolicyBinder(findings).ofPartition(document.metadata).drift();
    return new Partition(path(document), findings.at(document, "path"), digest, tuning, drift);
  }

  private PartitionPath path(vcg.read.xml.Partition document) {
    if (document.path == null) {
      return PartitionPath.DEFAULT; // the schema has refused it
    }
    String path = document.path.strip();
    Optional<String> refusal = PartitionPath.refusal(path);
    if (refusal.isEmpty()) {
      return new PartitionPath(path);
    }
    String why = Printed.shortened(refusal.get(), 160);
    String message = "path " + Printed.value(path) + " " + why;
    findings.attributeError(Codes.PARTITION, document, "path", message);
    return PartitionPath.DEFAULT;
  }
}
