package vcg.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import vcg.model.Board;
import vcg.model.Hardware;
import vcg.model.IoThread;
import vcg.model.Located;
import vcg.model.Machine;
import vcg.model.Memory;
import vcg.model.Processors;
import vcg.read.xml.Devices;
import vcg.read.xml.Domain;
import vcg.read.xml.Os;
import vcg.read.xml.Placed;
import vcg.read.xml.Text;

/** Reads what a virtual machine is made of. */
final class QemuBinder {
  private final Findings findings;

  QemuBinder(Findings findings) {
    this.findings = findings;
  }

  /** The machine; {@code uuid} is its guest's. */
  Machine bind(Domain domain, Optional<Os.OsType> stated, UUID uuid, Memory memory) {
    Os os = domain.os == null ? new Os() : domain.os;
    Devices devices = domain.devices == null ? new Devices() : domain.devices;
    refuseContainerParts(domain, os);
    Os.OsType type = stated.orElseGet(Os.OsType::new);
    Placed at = stated.isPresent() ? type : domain;
    SerialBinder serials = new SerialBinder(findings);
    int most = domain.vcpu == null ? 1 : Words.small(domain.vcpu.text).orElse(1);
    Located<Integer> vcpus = vcpus(domain, most);
    List<IoThread> ioThreads = new IoThreadBinder(findings).bind(domain);
    return new Machine.Qemu(
        Words.is(domain.type, "kvm"),
        Words.only(devices.emulators, "emulator", findings).map(this::located),
        new Board(
            new Located<>(Words.word(type.arch, "x86_64"), findings.at(at, "arch")),
            new Located<>(Words.word(type.machine, "pc"), findings.at(at, "machine")),
            new FeaturesBinder(findings).bind(domain),
            new ClockBinder(findings).bind(domain),
            os.boots.stream().map(this::boot).toList(),
            kernel(os),
            new EndsBinder(findings).bind(domain),
            new FirmwareBinder(findings).bind(os),
            new IdentityBinder(findings).bind(domain, os, uuid),
            new FeaturesBinder(findings).power(domain)),
        new Processors(
            vcpus,
            most,
            Optional.ofNullable(domain.cpu).map(new CpuBinder(findings)::bind),
            new TraitBinder(findings).bind(domain),
            ioThreads,
            new IoThreadBinder(findings).ofTheRest(domain),
            new SchedulerBinder(findings).bind(domain, vcpus.value(), most, ioThreads)),
        memory,
        new Hardware(
            devices.disks.stream().map(new DiskBinder(findings)::bind).toList(),
            devices.interfaces.stream().map(new CardBinder(findings)::bind).toList(),
            serials.bind(devices),
            balloon(devices),
            new ControllerBinder(findings).bind(devices.controllers),
            new ShareBinder(findings).bind(devices.filesystems),
            new PeripheralBinder(findings)
                .bind(
                    devices,
                    new LineBinder(findings).bind(devices, serials.virtio(devices)),
                    uuid)));
  }

  private Located<Integer> vcpus(Domain domain, int most) {
    if (domain.vcpu == null) {
      return new Located<>(most, findings.at(domain));
    }
    Optional<Integer> current = Words.small(domain.vcpu.current);
    return current.isPresent()
        ? new Located<>(current.get(), findings.at(domain.vcpu, "current"))
        : new Located<>(most, findings.at(domain.vcpu));
  }

  private Located<Board.BootDevice> boot(Os.Boot boot) {
    Board.BootDevice device =
        switch (Words.word(boot.dev, "")) {
          case "cdrom" -> Board.BootDevice.CDROM;
          case "fd" -> Board.BootDevice.FLOPPY;
          case "network" -> Board.BootDevice.NETWORK;
          default -> Board.BootDevice.HD;
        };
    return new Located<>(device, findings.at(boot));
  }

  private Optional<Board.Kernel> kernel(Os os) {
    Optional<Text> kernel = Words.only(os.kernels, "kernel", findings);
    Optional<Text> initrd = Words.only(os.initrds, "initrd", findings);
    Optional<Text> line = Words.only(os.cmdlines, "cmdline", findings);
    if (kernel.isEmpty()) {
      initrd.ifPresent(e -> findings.error(Codes.INCOMPLETE, e, "<initrd> needs <kernel>"));
      line.ifPresent(e -> findings.error(Codes.INCOMPLETE, e, "<cmdline> needs <kernel>"));
    }
    return kernel.map(
        k -> new Board.Kernel(located(k), initrd.map(this::located), line.map(this::located)));
  }

  private boolean balloon(Devices devices) {
    return Words.only(devices.memballoons, "memballoon", findings)
        .map(b -> !Words.is(b.model, "none"))
        .orElse(true);
  }

  private void refuseContainerParts(Domain domain, Os os) {
    List<Placed> parts = new ArrayList<>();
    parts.addAll(os.inits);
    parts.addAll(os.initargs);
    parts.addAll(os.initenvs);
    parts.addAll(os.initdirs);
    parts.addAll(os.initusers);
    parts.addAll(os.initgroups);
    if (domain.features != null && domain.features.privnet != null) {
      parts.add(domain.features.privnet);
    }
    if (domain.features != null && domain.features.capabilities != null) {
      parts.add(domain.features.capabilities);
    }
    if (domain.shared != null) {
      parts.add(domain.shared);
    }
    if (domain.idmap != null) {
      parts.add(domain.idmap);
    }
    if (domain.devices != null) {
      parts.addAll(domain.devices.hostDevices);
      domain.devices.interfaces.forEach(nic -> {
        parts.addAll(nic.guests);
        parts.addAll(nic.routes);
      });
    }
    parts.forEach(
        p -> findings.error(Codes.WRONG_DRIVER, p, "this is for containers (type lxc) only"));
  }

  private Located<String> located(Text text) {
    return new Located<>(text.text.intern(), findings.at(text)); // mostly shared with others
  }
}
