package vcg.validate;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import vcg.model.Board;
import vcg.model.DiskDrive;
import vcg.model.Ends;
import vcg.model.Features;
import vcg.model.Guest;
import vcg.model.Located;
import vcg.model.Location;
import vcg.model.Machine;
import vcg.model.PowerStates;
import vcg.model.Problem;

/** How the parts of a virtual machine's board fit together. */
final class BoardRules {
  private static final String CONTRADICTION = "VCG213";
  private static final long MEBIBYTE = 1 << 20;
  private static final long MOST_TSEG = 0xffff;

  private BoardRules() {}

  static void check(Guest guest, List<Problem> problems) {
    if (guest.machine() instanceof Machine.Qemu qemu) {
      ends(qemu.board().ends(), problems);
      firmware(qemu, problems);
      features(qemu, problems);
      sleep(qemu, problems);
      if (qemu.board().type().value().equals("microvm")) {
        microvm(qemu, problems);
      }
    }
  }

  private static void firmware(Machine.Qemu qemu, List<Problem> problems) {
    Board board = qemu.board();
    boolean smm = board.features().smm().filter(Located::value).isPresent();
    board
        .firmware()
        .loader()
        .filter(l -> l.value().secure() && !(smm && MachineRules.isQ35(qemu)))
        .ifPresent(
            l -> refuse(l.at(), "a secure loader needs <smm state=\"on\"/> and q35", problems));
    board
        .firmware()
        .wanted()
        .filter(w -> w.value().secure() && !MachineRules.isQ35(qemu))
        .ifPresent(w -> refuse(w.at(), "a secure loader needs machine type q35", problems));
    board
        .firmware()
        .serial()
        .filter(_ -> qemu.hardware().serials().isEmpty())
        .ifPresent(s -> refuse(s.at(), "useserial needs a serial port", problems));
  }

  private static void features(Machine.Qemu qemu, List<Problem> problems) {
    Features features = qemu.board().features();
    features
        .tseg()
        .filter(_ -> !MachineRules.isQ35(qemu))
        .ifPresent(t -> refuse(t.at(), "tseg needs machine type q35", problems));
    features
        .tseg()
        .filter(t -> t.value().number() % MEBIBYTE != 0 || t.value().number() == 0)
        .ifPresent(t -> refuse(t.at(), "tseg must be a whole number of MiB", problems));
    features
        .tseg()
        .filter(t -> t.value().number() / MEBIBYTE > MOST_TSEG)
        .ifPresent(t -> refuse(t.at(), "tseg must be less than 64 GiB", problems));
    features
        .kernelInterrupts()
        .filter(k -> k.value() && !qemu.kvm())
        .ifPresent(k -> refuse(k.at(), "ioapic of kvm needs a domain of type kvm", problems));
  }

  /** On a pc it is ACPI's own controller that sleeps. */
  private static void sleep(Machine.Qemu qemu, List<Problem> problems) {
    PowerStates power = qemu.board().power();
    power
        .toMemory()
        .or(power::toDisk)
        .filter(_ -> !qemu.board().features().acpi())
        .ifPresent(p -> refuse(p.at(), "<pm> needs <acpi/>", problems));
  }

  /** A machine without the devices of a PC. */
  private static void microvm(Machine.Qemu qemu, List<Problem> problems) {
    Board board = qemu.board();
    Stream.of(
            board.power().toMemory().map(Located::at),
            board.power().toDisk().map(Located::at),
            board.features().vmport().map(Located::at),
            board.features().smm().map(Located::at))
        .flatMap(Optional::stream)
        .forEach(at -> refuse(at, "machine type microvm has no such thing", problems));
    qemu.hardware().disks().stream()
        .filter(d -> d.bus() == DiskDrive.Bus.IDE)
        .forEach(d -> refuse(d.at(), "machine type microvm has no IDE bus", problems));
  }

  private static void refuse(Location at, String message, List<Problem> problems) {
    problems.add(Problem.error(CONTRADICTION, at, message));
  }

  /** QEMU cannot tell a power-off from a reboot that ends the guest, as libvirt says too. */
  private static void ends(Ends ends, List<Problem> problems) {
    if (ends.powerOff().value() == Ends.PowerOff.RESTART
        && ends.reboot().value() == Ends.Reboot.DESTROY) {
      problems.add(
          Problem.error(
              CONTRADICTION,
              ends.powerOff().at(),
              "on_poweroff restart and on_reboot destroy cannot be used together"));
    }
  }
}
