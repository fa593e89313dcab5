package vcg.linux;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import vcg.model.Diagnosis.Check;
import vcg.model.Diagnosis.Verdict;

/** What vcg needs besides cgroups: programs, devices, directories. Looks only. */
public final class HostChecks {
  private HostChecks() {}

  /**
   * One check for each.
   *
   * @param directories that vcg writes to; they may not be there yet
   */
  public static List<Check> of(List<Path> directories) {
    Path qemu = Path.of("/usr/bin/qemu-system-" + architecture());
    Path crun = Path.of("/usr/bin/crun");
    // one of the two is enough to start some guests
    Verdict missing =
        Files.isExecutable(qemu) || Files.isExecutable(crun) ? Verdict.WARNING : Verdict.FAILED;
    return Stream.concat(
            Stream.of(
                program("QEMU", qemu, missing, "no virtual machine can start"),
                kvm(),
                program("crun", crun, missing, "no container can start"),
                foreign()),
            directories.stream().map(HostChecks::directory))
        .toList();
  }

  private static String architecture() {
    String name = System.getProperty("os.arch", "");
    return name.equals("amd64") ? "x86_64" : name;
  }

  private static Check program(String subject, Path path, Verdict missing, String consequence) {
    return Files.isExecutable(path)
        ? Check.ok(subject, path.toString())
        : new Check(
            subject,
            missing,
            "there is no " + path + ": " + consequence,
            "install the package that has it");
  }

  private static Check kvm() {
    Path device = Path.of("/dev/kvm");
    if (Files.isReadable(device) && Files.isWritable(device)) {
      return Check.ok("KVM", device.toString());
    }
    String why = Files.exists(device) ? "may not be used by this user" : "is not there";
    return new Check(
        "KVM",
        Verdict.WARNING,
        device + " " + why + ": only guests with type='qemu' can start, and slowly",
        Files.exists(device) ? "run vcg as root" : "modprobe kvm, or switch it on in the firmware");
  }

  private static Check foreign() {
    return CgroupFiles.foreignCalls()
        ? Check.ok("system calls", "by the C library")
        : new Check(
            "system calls",
            Verdict.WARNING,
            "Java may not call the C library: vcg is slower, and device programs cannot be used",
            "start it by its launcher, or java --enable-native-access=ALL-UNNAMED");
  }

  /** A directory that vcg makes if it is missing. */
  private static Check directory(Path directory) {
    Path there = directory;
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    if (Files.isDirectory(there) && Files.isWritable(there)) {
      return Check.ok("directory", directory + (there.equals(directory) ? "" : " can be made"));
    }
    return new Check(
        "directory",
        Verdict.FAILED,
        "cannot write to "
            + directory
            + ": "
            + there
            + " is "
            + (Files.isDirectory(there) ? "not writable" : "not a directory"),
        "run vcg as root, or give another --state-dir or --run-dir");
  }
}
