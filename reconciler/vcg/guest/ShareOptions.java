package vcg.guest;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;
import vcg.model.Machine;
import vcg.model.SharedDirectory;

/** The options for directories of the host that the guest can mount. */
final class ShareOptions {
  private ShareOptions() {}

  static void add(Machine.Qemu machine, Buses buses, Options options) {
    List<SharedDirectory> shares = machine.hardware().shares();
    for (int i = 0; i < shares.size(); i++) {
      SharedDirectory share = shares.get(i);
      String field = "filesystem " + share.tag();
      options.add("-fsdev", backend(share, "fsdev-fs" + i), field, share.source().at());
      ObjectNode device =
          DiskOptions.object(driver(share), share.place().id("fs" + i))
              .put("fsdev", "fsdev-fs" + i)
              .put("mount_tag", share.tag());
      VirtioOptions.put(device, share.virtio());
      buses.plug(device, Plugged.Bus.PCI, share.place());
      options.add("-device", device, field, share.at());
    }
  }

  private static String driver(SharedDirectory share) {
    return VirtioOptions.driver("virtio-9p-pci", share.model().orElse("virtio"));
  }

  private static KeyValues backend(SharedDirectory share, String id) {
    String security =
        switch (share.access()) {
          case PASSTHROUGH -> "passthrough";
          case MAPPED -> "mapped";
          case SQUASH -> "none";
        };
    KeyValues backend = KeyValues.word("local").and("id", id).and("path", share.source().value());
    backend.and("security_model", security);
    share.devices().ifPresent(devices -> backend.and("multidevs", devices));
    share.fileMode().ifPresent(mode -> backend.and("fmode", mode));
    share.directoryMode().ifPresent(mode -> backend.and("dmode", mode));
    if (share.immediate()) {
      backend.and("writeout", "immediate");
    }
    return share.readOnly() ? backend.and("readonly", "on") : backend;
  }
}
