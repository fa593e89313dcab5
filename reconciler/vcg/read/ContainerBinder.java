package vcg.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vcg.model.Bytes;
import vcg.model.ContainerNetwork;
import vcg.model.ContainerRights;
import vcg.model.Located;
import vcg.model.Location;
import vcg.model.Machine;
import vcg.read.xml.Cputune;
import vcg.read.xml.Devices;
import vcg.read.xml.Domain;
import vcg.read.xml.Features;
import vcg.read.xml.Filesystem;
import vcg.read.xml.Os;
import vcg.read.xml.Placed;
import vcg.read.xml.Text;

/** Reads what a container runs. */
final class ContainerBinder {
  /** As in libvirt. */
  private static final String DEFAULT_INIT = "/sbin/init";

  private static final String HERE = " has no meaning for a container (type lxc)";

  private final Findings findings;

  ContainerBinder(Findings findings) {
    this.findings = findings;
  }

  Machine bind(Domain domain) {
    Os os = domain.os == null ? new Os() : domain.os;
    Devices devices = domain.devices == null ? new Devices() : domain.devices;
    refuse(domain, os, devices);
    warn(domain, devices);
    ContainerRightsBinder rights = new ContainerRightsBinder(findings);
    ContainerRights bound = rights.bind(domain, devices.hostDevices);
    return new Machine.Container(
        init(domain, os),
        mounts(devices.filesystems),
        new EndsBinder(findings).bind(domain),
        new ContainerNetwork(
            domain.features != null && domain.features.privnet != null,
            new ContainerCardBinder(findings).bind(devices.interfaces),
            rights.interfaces()),
        bound,
        !devices.consoles.isEmpty(),
        new SharedSpaceBinder(findings).bind(domain, devices));
  }

  private Machine.Init init(Domain domain, Os os) {
    Optional<Text> init = Words.only(os.inits, "init", findings);
    List<String> command = new ArrayList<>();
    command.add(init.map(i -> i.text).orElse(DEFAULT_INIT));
    os.initargs.forEach(a -> command.add(a.text));
    Location at =
        init.map(findings::at).orElseGet(() -> findings.at(os.tagStart > 0 ? os : domain));
    return new Machine.Init(
        at,
        command,
        os.initenvs.stream().map(e -> Words.word(e.name, "") + "=" + e.text).toList(),
        located(Words.only(os.initdirs, "initdir", findings))
            .orElseGet(() -> new Located<>("/", at)),
        located(Words.only(os.initusers, "inituser", findings)),
        located(Words.only(os.initgroups, "initgroup", findings)));
  }

  private Optional<Located<String>> located(Optional<Text> text) {
    return text.flatMap(t -> Words.word(t.text).map(w -> new Located<>(w, findings.at(t))));
  }

  private void refuse(Domain domain, Os os, Devices devices) {
    os.boots.forEach(e -> refuse(e, "boot"));
    os.kernels.forEach(e -> refuse(e, "kernel"));
    os.initrds.forEach(e -> refuse(e, "initrd"));
    os.cmdlines.forEach(e -> refuse(e, "cmdline"));
    refuseBoard(domain, os);
    devices.disks.forEach(e -> refuse(e, "disk"));
    devices.serials.forEach(e -> refuse(e, "serial"));
    devices.memballoons.forEach(e -> refuse(e, "memballoon"));
    devices.controllers.forEach(e -> refuse(e, "controller"));
    refusePeripherals(devices);
    if (domain.cpu != null) {
      refuse(domain.cpu, "cpu");
    }
    if (domain.iothreads != null) {
      refuse(domain.iothreads, "iothreads");
    }
    if (domain.cputune != null) {
      refuse(domain.cputune);
    }
  }

  private void refuseBoard(Domain domain, Os os) {
    os.loaders.forEach(e -> refuse(e, "loader"));
    os.nvrams.forEach(e -> refuse(e, "nvram"));
    os.firmwares.forEach(e -> refuse(e, "firmware"));
    os.bootMenus.forEach(e -> refuse(e, "bootmenu"));
    os.bioses.forEach(e -> refuse(e, "bios"));
    os.smbioses.forEach(e -> refuse(e, "smbios"));
    if (os.firmware != null) {
      findings.attributeError(Codes.WRONG_DRIVER, os, "firmware", "firmware" + HERE);
    }
    refuse(domain.pm, "pm");
    refuse(domain.genid, "genid");
    domain.sysinfos.forEach(e -> refuse(e, "sysinfo"));
    refuse(domain.memoryBacking, "memoryBacking");
    refuse(domain.iothreadids, "iothreadids");
    refuse(domain.defaultiothread, "defaultiothread");
    if (domain.features != null) {
      Features f = domain.features;
      refuse(f.vmport, "vmport");
      refuse(f.smm, "smm");
      refuse(f.hyperv, "hyperv");
      refuse(f.kvm, "kvm");
      refuse(f.pmu, "pmu");
      refuse(f.pvspinlock, "pvspinlock");
      refuse(f.ioapic, "ioapic");
    }
  }

  private void refusePeripherals(Devices devices) {
    devices.parallels.forEach(e -> refuse(e, "parallel"));
    devices.channels.forEach(e -> refuse(e, "channel"));
    devices.inputs.forEach(e -> refuse(e, "input"));
    devices.graphics.forEach(e -> refuse(e, "graphics"));
    devices.videos.forEach(e -> refuse(e, "video"));
    devices.sounds.forEach(e -> refuse(e, "sound"));
    devices.audios.forEach(e -> refuse(e, "audio"));
    devices.redirdevs.forEach(e -> refuse(e, "redirdev"));
    devices.hubs.forEach(e -> refuse(e, "hub"));
    devices.rngs.forEach(e -> refuse(e, "rng"));
    devices.watchdogs.forEach(e -> refuse(e, "watchdog"));
    devices.panics.forEach(e -> refuse(e, "panic"));
    devices.vsocks.forEach(e -> refuse(e, "vsock"));
  }

  private void refuse(Cputune cputune) {
    cputune.emulatorPeriods.forEach(e -> refuse(e, "emulator_period"));
    cputune.emulatorQuotas.forEach(e -> refuse(e, "emulator_quota"));
    cputune.iothreadPeriods.forEach(e -> refuse(e, "iothread_period"));
    cputune.iothreadQuotas.forEach(e -> refuse(e, "iothread_quota"));
    cputune.vcpupins.forEach(e -> refuse(e, "vcpupin"));
    cputune.emulatorpins.forEach(e -> refuse(e, "emulatorpin"));
    cputune.iothreadpins.forEach(e -> refuse(e, "iothreadpin"));
    cputune.vcpuscheds.forEach(e -> refuse(e, "vcpusched"));
    cputune.emulatorscheds.forEach(e -> refuse(e, "emulatorsched"));
    cputune.iothreadscheds.forEach(e -> refuse(e, "iothreadsched"));
  }

  private void refuse(@Nullable Placed element, String name) {
    if (element == null) {
      return;
    }
    findings.error(Codes.WRONG_DRIVER, element, "<" + name + ">" + HERE);
  }

  private void warn(Domain domain, Devices devices) {
    Words.only(devices.emulators, "emulator", findings).ifPresent(e -> warn(e, "emulator"));
    Words.only(devices.consoles, "console", findings)
        .filter(c -> !Words.word(c.type, "pty").equals("pty"))
        .ifPresent(c ->
            findings.attributeError(
                Codes.WRONG_DRIVER, c, "type", "the console of a container is of type pty"));
    if (domain.clock != null
        && (!Words.word(domain.clock.offset, "utc").equals("utc")
            || !domain.clock.timers.isEmpty())) {
      warn(domain.clock, "clock");
    }
    if (domain.features != null && domain.features.acpi != null) {
      warn(domain.features.acpi, "acpi");
    }
    if (domain.onCrash != null && domain.onCrash.text.strip().equals("preserve")) {
      findings.warning(
          Codes.NO_EFFECT,
          domain.onCrash,
          "<on_crash> preserve has no effect on a container, of which nothing is left then");
    }
  }

  private void warn(Placed element, String name) {
    findings.warning(Codes.NO_EFFECT, element, "<" + name + "> has no effect on a container");
  }

  private List<Machine.Mount> mounts(List<Filesystem> filesystems) {
    return filesystems.stream().map(this::mount).toList();
  }

  private Machine.Mount mount(Filesystem f) {
    Machine.Mount.Kind kind =
        switch (Words.word(f.type, "mount")) {
          case "bind" -> Machine.Mount.Kind.BIND;
          case "ram" -> Machine.Mount.Kind.RAM;
          default -> Machine.Mount.Kind.MOUNT;
        };
    Filesystem.FilesystemSource source =
        f.source == null ? new Filesystem.FilesystemSource() : f.source;
    refuseShared(f);
    Optional<Bytes> size = Optional.empty();
    if (kind == Machine.Mount.Kind.RAM) {
      size = ramSize(f, source);
    } else if (f.source != null && source.dir == null) {
      findings.error(Codes.INCOMPLETE, source, "<source> of this file system needs dir");
    }
    return new Machine.Mount(
        findings.at(f),
        kind,
        kind == Machine.Mount.Kind.RAM ? "" : Words.word(source.dir, ""),
        size,
        f.target == null ? "" : Words.word(f.target.dir, ""),
        f.readonly != null);
  }

  /** What only a directory that a virtual machine mounts can have. */
  private void refuseShared(Filesystem f) {
    if (f.driver != null) {
      refuse(f.driver, "driver");
    }
    Optional<String> other =
        f.model != null
            ? Optional.of("model")
            : f.multidevs != null
                ? Optional.of("multidevs")
                : f.fmode != null
                    ? Optional.of("fmode")
                    : Optional.ofNullable(f.dmode).map(_ -> "dmode");
    if (!Words.word(f.accessmode, "passthrough").equals("passthrough")) {
      other = Optional.of("accessmode");
    }
    other.ifPresent(name ->
        findings.attributeError(Codes.WRONG_DRIVER, f, name, name + " of this file system" + HERE));
    if (f.target != null && !Words.word(f.target.dir, "/").startsWith("/")) {
      findings.attributeError(
          Codes.CONTRADICTION,
          f.target,
          "dir",
          "dir must be an absolute path, which starts with /");
    }
  }

  private Optional<Bytes> ramSize(Filesystem f, Filesystem.FilesystemSource source) {
    if (source.dir != null) {
      findings.attributeError(
          Codes.CONTRADICTION, source, "dir", "a file system of type ram has no directory");
    }
    String usage = Words.word(source.usage, "");
    Optional<Bytes> size = Sizes.bytes(usage, Words.word(source.units, "KiB")).map(Bytes::new);
    if (f.source != null && source.usage == null) {
      findings.error(Codes.INCOMPLETE, source, "<source> of type ram needs usage");
    } else if (size.isEmpty() || size.get().number() == 0) {
      findings.attributeError(
          Codes.SIZE, source, "usage", "usage must be more than 0 and less than 8 EiB");
    }
    return size;
  }
}
