package vcg.validate;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import vcg.guest.DrivePlace;
import vcg.model.DiskDrive;
import vcg.model.DiskDrive.Bus;
import vcg.model.DiskDrive.Device;
import vcg.model.Machine;
import vcg.model.Problem;
import vcg.model.VirtioDriver;

/** What the parts of one disk allow each other. */
final class DiskSettings {
  private static final String SETTING = "VCG215";
  private static final Set<Bus> IDE = Set.of(Bus.IDE, Bus.SATA);
  private static final Set<Bus> ATTACHED = Set.of(Bus.IDE, Bus.SATA, Bus.SCSI);
  private static final int CONTROLLERS = 8;

  private final Machine.Qemu qemu;
  private final DiskDrive disk;
  private final List<Problem> problems;

  private DiskSettings(Machine.Qemu qemu, DiskDrive disk, List<Problem> problems) {
    this.qemu = qemu;
    this.disk = disk;
    this.problems = problems;
  }

  static void check(Machine.Qemu qemu, DiskDrive disk, List<Problem> problems) {
    DiskSettings settings = new DiskSettings(qemu, disk, problems);
    settings.access();
    settings.device();
    settings.room();
    settings.looks();
    settings.requests();
  }

  private void access() {
    String cache = disk.access().cache().orElse("default");
    boolean isNative = disk.access().io().filter("native"::equals).isPresent();
    refuse(
        isNative && !cache.equals("none") && !cache.equals("directsync"),
        "io native needs cache none or directsync, not " + cache);
    refuse(
        disk.access().copyOnRead() && (disk.readOnly() || disk.source().isEmpty()),
        "copy_on_read needs an image that can be written to");
    refuse(
        disk.throttle().isPresent() && disk.source().isEmpty(),
        "<iotune> needs a <source>: there is nothing to limit in an empty drive");
  }

  private void device() {
    if (disk.bus() == Bus.IDE && MachineRules.isQ35(qemu)) {
      String type = qemu.board().type().value();
      refuse(true, "machine type " + type + " has no bus ide; it has sata");
    }
    refuse(
        disk.bus() == Bus.VIRTIO && disk.device() == Device.CDROM,
        "a CD-ROM drive cannot be on bus virtio; ide or sata can have it");
    refuse(
        disk.device() == Device.FLOPPY && disk.bus() != Bus.FDC,
        "a floppy drive must be on bus fdc, not " + word());
    refuse(
        disk.device() != Device.FLOPPY && disk.bus() == Bus.FDC,
        "only a floppy drive can be on bus fdc");
    refuse(
        disk.bus() == Bus.USB && disk.source().isEmpty(),
        "a drive on bus usb cannot be empty; on sata or scsi it can");
    refuse(
        IDE.contains(disk.bus()) && disk.readOnly() && disk.device() == Device.DISK,
        "a disk on bus ide or sata cannot be readonly");
  }

  /** Where the document gives an address, the rules for addresses check it. */
  private void room() {
    int room =
        switch (disk.bus()) {
          case IDE -> 4;
          case SATA -> CONTROLLERS * 6;
          case SCSI -> CONTROLLERS * 7;
          case FDC -> 2;
          case VIRTIO, USB -> Integer.MAX_VALUE;
        };
    refuse(
        disk.place().drive().isEmpty() && DrivePlace.position(disk.target()) >= room,
        "bus " + word() + " has no room for " + disk.target());
  }

  private void looks() {
    DiskDrive.Looks looks = disk.looks();
    boolean turns = ATTACHED.contains(disk.bus()) && disk.device() == Device.DISK;
    only(
        looks.serial().isPresent(),
        "<serial>",
        disk.bus() != Bus.FDC,
        "drives on other buses than fdc");
    only(
        looks.worldWideName().isPresent(),
        "<wwn>",
        ATTACHED.contains(disk.bus()),
        "disks on bus scsi, sata and ide");
    boolean inquiry = looks.vendor().isPresent() || looks.product().isPresent();
    only(inquiry, "<vendor> and <product>", disk.bus() == Bus.SCSI, "disks on bus scsi");
    only(
        looks.rotationRate().isPresent(),
        "rotation_rate",
        turns,
        "disks on bus scsi, sata and ide");
    only(looks.removable().isPresent(), "removable", disk.bus() == Bus.USB, "disks on bus usb");
    only(looks.trayOpen(), "tray", disk.device() != Device.DISK, "CD-ROM and floppy drives");
    only(
        !looks.blocks().equals(DiskDrive.Blocks.USUAL),
        "<blockio>",
        disk.bus() != Bus.FDC,
        "drives on other buses than fdc");
    only(
        looks.geometry().isPresent(),
        "<geometry>",
        turns || disk.bus() == Bus.VIRTIO,
        "disks on bus virtio, scsi, sata and ide");
    only(
        looks.geometry().flatMap(DiskDrive.Geometry::translation).isPresent(),
        "trans",
        IDE.contains(disk.bus()),
        "disks on bus ide and sata");
  }

  private void requests() {
    DiskDrive.Requests requests = disk.requests();
    boolean policy = requests.writeError().isPresent() || requests.readError().isPresent();
    only(policy, "error_policy", disk.bus() != Bus.FDC, "drives on other buses than fdc");
    boolean virtio = disk.bus() == Bus.VIRTIO;
    only(requests.ioThread().isPresent(), "iothread", virtio, "disks on bus virtio");
    only(requests.queues().isPresent(), "queues", virtio, "disks on bus virtio");
    only(requests.queueSize().isPresent(), "queue_size", virtio, "disks on bus virtio");
    only(requests.ioEventFd().isPresent(), "ioeventfd", virtio, "disks on bus virtio");
    only(requests.eventIndex().isPresent(), "event_idx", virtio, "disks on bus virtio");
    only(
        !requests.virtio().equals(VirtioDriver.USUAL),
        "iommu, ats, packed and page_per_vq",
        virtio,
        "disks on bus virtio");
    refuse(
        requests.ioThread().isPresent() && requests.ioEventFd().equals(Optional.of(false)),
        "iothread needs ioeventfd, which is off");
    requests
        .ioThread()
        .filter(thread -> !qemu.processors().hasIoThread(thread.value()))
        .ifPresent(thread ->
            problems.add(
                Problem.error(
                    SETTING,
                    thread.at(),
                    "there is no I/O thread " + thread.value() + "; <iothreads> says how many")));
  }

  private void only(boolean said, String what, boolean right, String owners) {
    refuse(said && !right, "only " + owners + " can have " + what);
  }

  private String word() {
    return disk.bus().name().toLowerCase(Locale.ROOT);
  }

  private void refuse(boolean wrong, String message) {
    if (wrong) {
      problems.add(Problem.error(SETTING, disk.at(), message));
    }
  }
}
