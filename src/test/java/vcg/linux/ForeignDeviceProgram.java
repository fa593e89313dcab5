package vcg.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Hierarchy;

/** Device programs that somebody else attaches, systemd for example. They allow everything. */
public final class ForeignDeviceProgram {
  private static final List<BpfInstruction> ALLOW =
      List.of(
          BpfInstruction.with(BpfInstruction.SET, 0, 1),
          new BpfInstruction(BpfInstruction.EXIT, 0, 0, 0, 0));

  private ForeignDeviceProgram() {}

  /** Attaches one beside those that a directory of the v2 tree has. */
  public static void attach(Path directory, String name) throws IOException {
    try (Bpf bpf = open(directory);
        Bpf.Program program = bpf.load(name, ALLOW)) {
      bpf.attach(program);
    }
  }

  /** The names of all that are attached to a directory. */
  public static List<String> names(Path directory) throws IOException {
    List<String> names = new ArrayList<>();
    try (Bpf bpf = open(directory)) {
      for (int id : bpf.attached()) {
        try (Bpf.Program program = bpf.program(id).orElseThrow()) {
          names.add(program.identity().name());
        }
      }
    }
    return names;
  }

  private static Bpf open(Path directory) throws IOException {
    CgroupPath shown = new CgroupPath(Hierarchy.UNIFIED, directory.toString());
    return Bpf.open(shown, directory.toString(), "add to");
  }
}
