package vcg.guest;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import vcg.model.Board;
import vcg.model.Bytes;
import vcg.model.CharBackend;
import vcg.model.Clock;
import vcg.model.Command;
import vcg.model.DiskDrive;
import vcg.model.Disks;
import vcg.model.Guest;
import vcg.model.Guests;
import vcg.model.Processors;

/** The guests of the golden cases, by the name of their folder. */
final class QemuCommands {
  static final GuestFiles FILES = new GuestFiles(Path.of("/run/vcg"));

  private QemuCommands() {}

  /** Every case; paths of files that must exist start with {@code /images/}. */
  static SequencedMap<String, Guest> cases() {
    SequencedMap<String, Guest> cases = new TreeMap<>();
    cases.put("minimal", Guests.qemu("web").build());
    cases.put("disk-boot", diskBoot());
    cases.put("direct-kernel", directKernel());
    cases.put("processors", processors());
    cases.put("disks-pc", disksPc());
    cases.put("disks-q35", disksQ35());
    cases.put("boot-order", bootOrder());
    cases.put("interfaces", interfaces());
    cases.put("serial-ports", serialPorts());
    cases.put("clock", clock());
    cases.put("io-threads", Guests.qemu("io").ioThreads(2).build());
    return cases;
  }

  /** The command of a case. */
  static Command command(String name) {
    return QemuCommand.of(Objects.requireNonNull(cases().get(name)), FILES);
  }

  private static Guest diskBoot() {
    return Guests.qemu("tiny")
        .disk("vda", "/images/tinyguest.img")
        .serial(new CharBackend.File("/images/tiny.log", Optional.empty()))
        .balloon()
        .build();
  }

  private static Guest directKernel() {
    return Guests.qemu("kernel")
        .memory(new Bytes(192L << 20))
        .kernel("/images/vmlinuz", "/images/initrd", "console=ttyS0 panic=-1 a=b,c")
        .serial(new CharBackend.Pty())
        .rebootEnds()
        .build();
  }

  private static Guest processors() {
    Processors.Cpu cpu =
        new Processors.Cpu(
            Processors.Cpu.Mode.CUSTOM,
            Optional.of("Nehalem"),
            List.of("+aes", "-x2apic"),
            Optional.of(new Processors.Topology(2, 1, 2, 1)));
    return Guests.qemu("smp").vcpus(2, 4).cpu(cpu).build();
  }

  private static Guest disksPc() {
    return Guests.qemu("disks")
        .disk(
            Disks.of("vdb", "/images/data.qcow2")
                .format("qcow2")
                .tuning("none", "native", "unmap", "unmap")
                .disk())
        .disk(
            Disks.of("vda", "/images/system.img")
                .tuning("writethrough", "threads", "ignore", "off")
                .shared("S-1")
                .disk())
        .disk(Disks.of("hda", "/images/old.img").bus(DiskDrive.Bus.IDE).disk())
        .disk(Disks.emptyCdrom("hdc", DiskDrive.Bus.IDE).disk())
        .disk(Disks.of("sdb", "/images/sata.img").bus(DiskDrive.Bus.SATA).boot(1).disk())
        .disk(Disks.of("vdc", "/images/fixed.img").readOnly().disk())
        .build();
  }

  private static Guest disksQ35() {
    return Guests.qemu("disks")
        .type("q35")
        .disk(Disks.of("sda", "/images/system.img").bus(DiskDrive.Bus.SATA).disk())
        .disk(Disks.emptyCdrom("sdb", DiskDrive.Bus.SATA).disk())
        .build();
  }

  private static Guest bootOrder() {
    return Guests.qemu("boot")
        .boot(Board.BootDevice.NETWORK, Board.BootDevice.CDROM, Board.BootDevice.HD)
        .nic(Optional.of("52:54:00:11:22:33"), "virtio")
        .disk("vdb", "/images/data.img")
        .disk("vda", "/images/system.img")
        .disk(Disks.emptyCdrom("hda", DiskDrive.Bus.IDE).disk())
        .build();
  }

  private static Guest interfaces() {
    return Guests.qemu("net")
        .nic(Optional.empty(), "virtio")
        .nic(Optional.empty(), "e1000")
        .nic(Optional.of("52:54:00:aa:bb:cc"), "rtl8139")
        .build();
  }

  private static Guest serialPorts() {
    return Guests.qemu("serial, \"quoted\"")
        .serial(new CharBackend.Null())
        .serial(new CharBackend.Unix(Optional.of("/images/a,b=c.sock"), true, Optional.empty()))
        .build();
  }

  private static Guest clock() {
    return Guests.qemu("clock")
        .clock(
            new Clock(
                new Clock.Start.LocalTime(),
                true,
                Optional.empty(),
                Optional.of(Clock.LostTicks.DELAY),
                false))
        .features(false, true, true)
        .build();
  }
}
