package vcg.validate;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import vcg.guest.Emulator;
import vcg.model.Guest;
import vcg.model.Located;
import vcg.model.Location;
import vcg.model.Machine;
import vcg.model.NetworkCard;
import vcg.model.Problem;
import vcg.model.Processors;

/** How the parts of a virtual machine fit together. */
final class MachineRules {
  private static final String VCPUS = "VCG207";
  private static final String CPU_MODE = "VCG216";
  private static final String CONTRADICTION = "VCG213";
  private static final String SAME_DEVICE = "VCG217";
  private static final String MAC = "VCG218";
  private static final String EMULATOR = "VCG219";
  private static final int MAX_VCPUS_PC = 255;
  private static final int MAX_VCPUS_Q35 = 288;

  private MachineRules() {}

  static void check(Guest guest, List<Problem> problems) {
    if (guest.machine() instanceof Machine.Qemu qemu) {
      vcpus(qemu, problems);
      processor(qemu, problems);
      boot(qemu, problems);
      cards(qemu, problems);
      emulator(qemu, problems);
    }
  }

  private static void vcpus(Machine.Qemu qemu, List<Problem> problems) {
    Location at = qemu.processors().vcpus().at();
    if (qemu.processors().vcpus().value() > qemu.processors().maxVcpus()) {
      String counts =
          qemu.processors().vcpus().value()
              + ", must not be above vcpu, which is "
              + qemu.processors().maxVcpus();
      problems.add(Problem.error(VCPUS, at, "vcpu current is " + counts));
    }
    int most = isQ35(qemu) ? MAX_VCPUS_Q35 : MAX_VCPUS_PC;
    if (qemu.processors().maxVcpus() > most) {
      String type = "machine type " + qemu.board().type().value() + " has at most " + most;
      problems.add(
          Problem.error(VCPUS, at, "vcpu is " + qemu.processors().maxVcpus() + ", " + type));
    }
    qemu.processors().cpu().ifPresent(cpu -> topology(cpu, qemu.processors().maxVcpus(), problems));
  }

  private static void topology(Located<Processors.Cpu> cpu, int vcpus, List<Problem> problems) {
    long product = cpu.value().topology().map(MachineRules::product).orElse((long) vcpus);
    if (product != vcpus) {
      String message = "topology makes %d CPUs, but vcpu is %d".formatted(product, vcpus);
      problems.add(Problem.error(VCPUS, cpu.at(), message));
    }
  }

  private static long product(Processors.Topology t) {
    return (long) t.sockets() * t.dies() * t.cores() * t.threads();
  }

  private static void processor(Machine.Qemu qemu, List<Problem> problems) {
    qemu.processors()
        .cpu()
        .filter(c -> c.value().mode() == Processors.Cpu.Mode.HOST_PASSTHROUGH && !qemu.kvm())
        .ifPresent(c ->
            problems.add(
                Problem.error(
                    CPU_MODE, c.at(), "cpu mode host-passthrough needs a domain of type kvm")));
  }

  private static void emulator(Machine.Qemu qemu, List<Problem> problems) {
    Located<String> emulator = Emulator.of(qemu);
    Emulator.refusal(emulator.value())
        .ifPresent(why -> problems.add(Problem.error(EMULATOR, emulator.at(), why)));
  }

  private static void boot(Machine.Qemu qemu, List<Problem> problems) {
    boolean byDisk = qemu.hardware().disks().stream().anyMatch(d -> d.bootOrder().isPresent());
    boolean byCard = qemu.hardware().cards().stream().anyMatch(c -> c.bootOrder().isPresent());
    if ((byDisk || byCard) && !qemu.board().bootOrder().isEmpty()) {
      String device = byDisk ? "disk" : "interface";
      String message = "<boot> in <os> and <boot> in <" + device + "> cannot be used together";
      problems.add(Problem.error(CONTRADICTION, qemu.board().bootOrder().getFirst().at(), message));
    }
  }

  private static void cards(Machine.Qemu qemu, List<Problem> problems) {
    Set<String> seen = new HashSet<>();
    for (NetworkCard nic : qemu.hardware().cards()) {
      nic.mac()
          .ifPresent(mac -> {
            if (!seen.add(mac)) {
              problems.add(Problem.error(SAME_DEVICE, nic.at(), "mac " + mac + " occurs twice"));
            }
            if (Character.digit(mac.charAt(1), 16) % 2 == 1) {
              problems.add(
                  Problem.error(MAC, nic.at(), "mac " + mac + " is not a unicast address"));
            }
          });
    }
  }

  static boolean isQ35(Machine.Qemu qemu) {
    return qemu.board().type().value().contains("q35");
  }
}
