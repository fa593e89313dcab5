package vcg.guest;

import java.util.ArrayList;
import java.util.List;
import vcg.model.Clock;
import vcg.model.DiskDrive;
import vcg.model.Firmware;
import vcg.model.Guest;
import vcg.model.Located;
import vcg.model.Location;
import vcg.model.Machine;
import vcg.model.SharedDirectory;

/**
 * A path that must exist on the host before a guest can start.
 *
 * @param path absolute
 * @param readOnly the guest only reads it
 * @param isChain whether it is an image whose header may name others that it is based on
 * @param at where the document asks for it
 */
public record HostPath(String path, Kind kind, boolean readOnly, boolean isChain, Location at) {
  HostPath(String path, Kind kind, boolean readOnly, Location at) {
    this(path, kind, readOnly, false, at);
  }

  /** Whether the guest's process opens it, and not only what starts that. */
  public boolean isOpened() {
    return switch (kind) {
      case FILE, BLOCK_DEVICE, CHARACTER_DEVICE, SOCKET, OUTPUT -> true;
      case EXECUTABLE, SCRIPT, LISTENER, BRIDGE, INTERFACE, DIRECTORY -> false;
    };
  }

  /** Whether it need not be there: it is made in its directory, which must be. */
  public boolean isMade() {
    return kind == Kind.OUTPUT || kind == Kind.LISTENER;
  }

  /** What must be there; a symbolic link to such counts. */
  public enum Kind {
    EXECUTABLE,
    /** A program that vcg itself runs, whoever the guest's process is. */
    SCRIPT,
    FILE,
    BLOCK_DEVICE,
    CHARACTER_DEVICE,
    BRIDGE,
    /** A network interface. */
    INTERFACE,
    /** One that others make, to which the guest's process connects. */
    SOCKET,
    /** One that the guest's process makes and listens on. */
    LISTENER,
    /** A file that the guest's process writes to, and that is made where it is missing. */
    OUTPUT,
    DIRECTORY
  }

  /** Whether it is a device that the guest must be allowed to open. */
  public boolean isDevice() {
    return kind == Kind.BLOCK_DEVICE || kind == Kind.CHARACTER_DEVICE;
  }

  /** The paths that a guest needs, in the order in which QEMU would look for them. */
  public static List<HostPath> of(Guest guest) {
    return switch (guest.machine()) {
      case Machine.Qemu machine -> ofQemu(machine);
      case Machine.Container container -> ofContainer(guest, container);
    };
  }

  private static List<HostPath> ofContainer(Guest guest, Machine.Container container) {
    List<HostPath> paths = new ArrayList<>();
    paths.add(new HostPath(ContainerCommand.CRUN, Kind.EXECUTABLE, true, guest.at()));
    container.mounts().stream()
        .filter(m -> m.kind() == Machine.Mount.Kind.MOUNT)
        .forEach(m -> paths.add(new HostPath(m.source(), Kind.DIRECTORY, m.readOnly(), m.at())));
    container
        .rights()
        .devices()
        .forEach(d ->
            paths.add(
                new HostPath(
                    d.path(),
                    d.block() ? Kind.BLOCK_DEVICE : Kind.CHARACTER_DEVICE,
                    false,
                    d.at())));
    container.network().cards().stream()
        .filter(card -> !card.isNetwork())
        .flatMap(card -> card.bridge().stream())
        .forEach(b ->
            paths.add(
                new HostPath(
                    "/sys/class/net/" + b.value() + "/bridge", Kind.BRIDGE, false, b.at())));
    return List.copyOf(paths);
  }

  private static List<HostPath> ofQemu(Machine.Qemu machine) {
    List<HostPath> paths = new ArrayList<>();
    paths.add(readOnly(Emulator.of(machine), Kind.EXECUTABLE));
    machine
        .board()
        .kernel()
        .ifPresent(kernel -> {
          paths.add(readOnly(kernel.image(), Kind.FILE));
          kernel.initrd().ifPresent(initrd -> paths.add(readOnly(initrd, Kind.FILE)));
        });
    firmware(machine, paths);
    Located<Clock> clock = machine.board().clock();
    MachineOptions.zone(clock.value())
        .ifPresent(zone ->
            paths.add(new HostPath("/usr/share/zoneinfo/" + zone, Kind.FILE, true, clock.at())));
    machine
        .hardware()
        .peripherals()
        .tpm()
        .ifPresent(
            tpm -> paths.add(new HostPath(TpmOptions.PROGRAM, Kind.EXECUTABLE, true, tpm.at())));
    for (DiskDrive disk : machine.hardware().disks()) {
      Kind kind = disk.block() ? Kind.BLOCK_DEVICE : Kind.FILE;
      disk.source()
          .ifPresent(source ->
              paths.add(
                  new HostPath(
                      source.value(),
                      kind,
                      DiskOptions.readOnly(disk),
                      disk.format().equals("qcow2"),
                      source.at())));
    }
    for (SharedDirectory share : machine.hardware().shares()) {
      Located<String> source = share.source();
      paths.add(new HostPath(source.value(), Kind.DIRECTORY, share.readOnly(), source.at()));
    }
    paths.addAll(DevicePaths.of(machine.hardware()));
    return List.copyOf(paths);
  }

  /** Where the variables are to be made, only their directory and what they are made of. */
  private static void firmware(Machine.Qemu machine, List<HostPath> paths) {
    Firmware firmware = machine.board().firmware();
    firmware
        .loader()
        .ifPresent(l ->
            paths.add(new HostPath(l.value().path(), Kind.FILE, l.value().readOnly(), l.at())));
    firmware
        .nvram()
        .ifPresent(n -> {
          Firmware.Nvram nvram = n.value();
          nvram.template().ifPresent(t -> paths.add(new HostPath(t, Kind.FILE, true, n.at())));
          nvram
              .path()
              .map(p -> nvram.template().isPresent() ? directory(p) : p)
              .ifPresent(p -> {
                Kind there = nvram.block() ? Kind.BLOCK_DEVICE : Kind.FILE;
                Kind kind = nvram.template().isPresent() ? Kind.DIRECTORY : there;
                paths.add(new HostPath(p, kind, false, n.at()));
              });
        });
    for (var blob : machine.board().identity().blobs()) {
      if (blob.value().isFile()) {
        paths.add(new HostPath(blob.value().value(), Kind.FILE, true, blob.at()));
      }
    }
  }

  private static String directory(String path) {
    return path.substring(0, Math.max(1, path.lastIndexOf('/')));
  }

  private static HostPath readOnly(Located<String> path, Kind kind) {
    return new HostPath(path.value(), kind, true, path.at());
  }
}
