package vcg.model;

import java.util.List;
import java.util.Optional;

/** What a guest is made of. Locations point at the element that states a part. */
public sealed interface Machine {

  /**
   * A virtual machine under QEMU.
   *
   * @param kvm hardware virtualisation ({@code type='kvm'}) or emulation
   * @param emulator the binary; empty: the one of the architecture
   * @param architecture such as {@code x86_64}
   * @param type the machine type, such as {@code pc} or {@code pc-q35-7.2}
   * @param memory what the guest has at boot
   * @param vcpus how many virtual CPUs are plugged at boot
   * @param maxVcpus how many could be plugged, at least {@code vcpus}
   * @param ioThreads how many I/O threads there are, numbered from 1
   * @param cpu the processor model; empty: QEMU's default
   * @param bootOrder devices to boot from where no disk has a boot order of its own
   * @param kernel direct kernel boot
   * @param features firmware features that the document switches on
   * @param clock the guest's clocks
   * @param rebootEnds whether a reboot by the guest ends it ({@code on_reboot} is destroy)
   * @param disks in document order, which decides their names in the guest
   * @param nics in document order
   * @param serials serial ports, in order of their port number
   * @param balloon whether there is a memory balloon device
   */
  record Qemu(
      boolean kvm,
      Optional<Located<String>> emulator,
      Located<String> architecture,
      Located<String> type,
      Located<Bytes> memory,
      Located<Integer> vcpus,
      int maxVcpus,
      int ioThreads,
      Optional<Located<Cpu>> cpu,
      List<Located<BootDevice>> bootOrder,
      Optional<Kernel> kernel,
      Features features,
      Located<Clock> clock,
      Located<Boolean> rebootEnds,
      List<Disk> disks,
      List<Nic> nics,
      List<Serial> serials,
      boolean balloon)
      implements Machine {
    public Qemu {
      bootOrder = List.copyOf(bootOrder);
      disks = List.copyOf(disks);
      nics = List.copyOf(nics);
      serials = List.copyOf(serials);
    }
  }

  /**
   * A container.
   *
   * @param init the program that is process 1, with its arguments
   * @param environment {@code NAME=value}, in document order
   * @param directory where it starts; empty: {@code /}
   * @param user name or number; empty: root
   * @param group name or number; empty: root
   * @param mounts in document order; the one at {@code /} is the root file system
   * @param privateNetwork a network of its own, without cards, instead of the host's
   */
  record Container(
      List<String> init,
      List<String> environment,
      Optional<String> directory,
      Optional<String> user,
      Optional<String> group,
      List<Mount> mounts,
      boolean privateNetwork)
      implements Machine {
    public Container {
      init = List.copyOf(init);
      environment = List.copyOf(environment);
      mounts = List.copyOf(mounts);
    }
  }

  /**
   * A file system of a container.
   *
   * @param kind how it is provided
   * @param source a directory of the host; for {@code RAM} empty
   * @param size for {@code RAM} the most it may hold
   * @param target the directory in the container
   */
  record Mount(
      Location at,
      Mount.Kind kind,
      String source,
      Optional<Bytes> size,
      String target,
      boolean readOnly) {
    /** How a file system is provided. */
    public enum Kind {
      MOUNT,
      BIND,
      RAM
    }
  }

  /** What firmware can boot from. */
  enum BootDevice {
    HD,
    CDROM,
    NETWORK
  }

  /** A kernel that QEMU loads itself. Paths are absolute. */
  record Kernel(
      Located<String> image,
      Optional<Located<String>> initrd,
      Optional<Located<String>> commandLine) {}

  /** Firmware features; libvirt switches on only what the document names. */
  record Features(boolean acpi, boolean apic, boolean pae) {}

  /**
   * The processor.
   *
   * @param mode where the model comes from
   * @param model for {@code CUSTOM}
   * @param features {@code +name} or {@code -name}, in document order
   * @param topology sockets, dies, cores, threads; empty: one core in each socket
   */
  record Cpu(
      Mode mode, Optional<String> model, List<String> features, Optional<Topology> topology) {
    public Cpu {
      features = List.copyOf(features);
    }

    /** Where a processor model comes from. */
    public enum Mode {
      CUSTOM,
      HOST_PASSTHROUGH,
      HOST_MODEL,
      MAXIMUM
    }
  }

  /** How virtual CPUs are grouped; the product is the number of CPUs. */
  record Topology(int sockets, int dies, int cores, int threads) {}

  /**
   * Clocks.
   *
   * @param localTime the real-time clock starts at the host's local time, not at UTC
   * @param rtcCatchUp lost ticks of the real-time clock are made up for
   * @param pitDelay lost ticks of the interval timer are delivered late
   * @param hpet whether there is a high precision event timer
   */
  record Clock(boolean localTime, boolean rtcCatchUp, boolean pitDelay, boolean hpet) {}

  /**
   * A disk or CD-ROM drive.
   *
   * @param block the source is a block device, not a file
   * @param source absolute path; empty: a CD-ROM drive without a medium
   * @param format {@code raw} or {@code qcow2}; never probed
   * @param target the name that orders devices on a bus, such as {@code vda}
   * @param bootOrder 1 boots first; empty: not booted from
   */
  record Disk(
      Location at,
      boolean block,
      boolean cdrom,
      Optional<Located<String>> source,
      String format,
      DiskTuning tuning,
      String target,
      Bus bus,
      boolean readOnly,
      boolean shareable,
      Optional<String> serial,
      Optional<Integer> bootOrder) {}

  /** Driver settings of a disk, in libvirt's words; empty: QEMU's default. */
  record DiskTuning(
      Optional<String> cache,
      Optional<String> io,
      Optional<String> discard,
      Optional<String> detectZeroes) {}

  /** Where a disk is plugged in. */
  enum Bus {
    VIRTIO,
    IDE,
    SATA
  }

  /**
   * A network card with user networking.
   *
   * @param mac six hexadecimal bytes with colons, lower case; empty: derived from the guest's uuid
   * @param model {@code virtio}, {@code e1000}, {@code e1000e} or {@code rtl8139}
   */
  record Nic(Location at, Optional<String> mac, String model) {}

  /**
   * A serial port.
   *
   * @param path for {@code FILE} and {@code UNIX}; otherwise empty
   */
  record Serial(Location at, Serial.Kind kind, Optional<String> path) {
    /** What a serial port is connected to. */
    public enum Kind {
      PTY,
      FILE,
      UNIX,
      NULL
    }
  }
}
