package vcg.guest;

import java.math.BigInteger;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;
import vcg.model.DiskDrive;
import vcg.model.DiskDrive.Bus;

/** What a disk tells its guest about itself, and how it handles requests. */
final class DiskLooks {
  private DiskLooks() {}

  static void put(DiskDrive disk, ObjectNode device) {
    DiskDrive.Looks looks = disk.looks();
    looks.worldWideName().ifPresent(w -> device.put("wwn", new BigInteger(w, 16)));
    looks.vendor().ifPresent(vendor -> device.put("vendor", vendor));
    looks.product().ifPresent(product -> device.put("product", product));
    looks.removable().ifPresent(removable -> device.put("removable", removable));
    looks.rotationRate().ifPresent(rate -> device.put("rotation_rate", rate));
    number(device, "logical_block_size", looks.blocks().logical());
    number(device, "physical_block_size", looks.blocks().physical());
    number(device, "discard_granularity", looks.blocks().discardGranularity());
    looks
        .geometry()
        .ifPresent(g -> {
          device.put("cyls", g.cylinders()).put("heads", g.heads()).put("secs", g.sectors());
          g.translation().ifPresent(t -> device.put("bios-chs-trans", t));
        });
    requests(disk.requests(), device);
    if (disk.bus() == Bus.SCSI) {
      DrivePlace place = DrivePlace.of(disk);
      String usual =
          "drive-scsi%d-%d-%d-%d"
              .formatted(place.controller(), place.bus(), place.target(), place.unit());
      device.put(
          "device_id", looks.serial().orElse(usual)); // as libvirt: what the guest knows it by
    }
  }

  private static void requests(DiskDrive.Requests requests, ObjectNode device) {
    requests.writeError().ifPresent(policy -> device.put("werror", policy));
    requests.readError().ifPresent(policy -> device.put("rerror", policy));
    requests.ioThread().ifPresent(thread -> device.put("iothread", "iothread" + thread.value()));
    VirtioOptions.number(device, "num-queues", requests.queues());
    VirtioOptions.number(device, "queue-size", requests.queueSize());
    VirtioOptions.put(device, "ioeventfd", requests.ioEventFd());
    VirtioOptions.put(device, "event_idx", requests.eventIndex());
    VirtioOptions.put(device, requests.virtio());
  }

  private static void number(ObjectNode device, String name, Optional<Long> value) {
    value.ifPresent(v -> device.put(name, v));
  }
}
