package vcg.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vcg.Requires;
import vcg.model.Desired;
import vcg.model.Problem;
import vcg.model.Reading;
import vcg.read.DomainFiles.Trust;

class DomainFilesTest {
  @TempDir Path folder;

  @BeforeEach
  void makeFolderTrusted() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void read_leftoversOfEditorsAndInstallers_areIgnored() throws IOException {
    for (String name :
        List.of(
            ".a.xml", ".ansible_tmpx.xml", "a.xml~", "a.xml.dpkg-new", "-a.xml", ".xml", "a.txt")) {
      Files.writeString(folder.resolve(name), "no xml");
    }
    write("_ok.xml", "a");

    Desired desired = read(Trust.WARN);

    assertThat(desired.problems()).isEmpty();
    assertThat(desired.readings()).extracting(Reading::file).containsExactly(folder + "/_ok.xml");
  }

  @Test
  void read_directoryDoesNotExist_isNotPresent() throws IOException {
    Desired desired = DomainFiles.read(List.of(folder + "/none"), Trust.STRICT);

    assertThat(desired.present()).isFalse();
    assertThat(desired.problems()).isEmpty();
  }

  @Test
  void read_fileDoesNotExist_isAProblemOfTheFile() throws IOException {
    Desired desired = DomainFiles.read(List.of(folder + "/none.xml"), Trust.WARN);

    assertThat(desired.present()).isTrue();
    assertThat(messages(desired)).containsExactly("cannot read the file: no such file");
  }

  @Test
  void read_subDirectories_areOneWarning() throws IOException {
    Files.createDirectory(folder.resolve("b"));
    Files.createDirectory(folder.resolve("a"));
    Files.createDirectory(folder.resolve(".git"));

    assertThat(messages(read(Trust.WARN)))
        .containsExactly("sub-directories are not read: a and 1 more");
  }

  @Test
  void read_whatIsNoFile_isAnErrorAndNeverHangs() throws Exception {
    run("mkfifo", folder + "/pipe.xml");
    Files.createDirectory(folder.resolve("directory.xml"));
    Files.createSymbolicLink(folder.resolve("loop.xml"), Path.of("loop.xml"));
    Files.createSymbolicLink(folder.resolve("dangling.xml"), Path.of("nowhere"));
    Files.createSymbolicLink(folder.resolve("device.xml"), Path.of("/dev/zero"));
    Files.createSymbolicLink(folder.resolve("endless.xml"), Path.of("/proc/self/fd"));
    write("good.xml", "good");
    try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      socket.bind(UnixDomainSocketAddress.of(folder.resolve("socket.xml")));

      Desired desired = assertTimeoutPreemptively(Duration.ofSeconds(10), () -> read(Trust.WARN));
      Files.delete(folder.resolve("device.xml"));
      Files.delete(folder.resolve("endless.xml"));

      assertThat(desired.guests()).hasSize(1);
      assertThat(errors(desired))
          .isEqualTo(
              Map.of(
                  "pipe.xml", "VCG002 this is a named pipe, not a file",
                  "directory.xml", "VCG002 this is a directory, not a file",
                  "device.xml", "VCG002 this is a device, not a file",
                  "endless.xml", "VCG002 this is a directory, not a file",
                  "socket.xml", "VCG002 this is a socket, not a file",
                  "loop.xml", "VCG001 cannot read the file: a link that leads to itself",
                  "dangling.xml",
                      "VCG001 cannot read the file: a link to a file that does not exist"));
    }
  }

  @Test
  void read_largeFile_isRefusedBeforeItIsRead() throws Exception {
    run("truncate", "-s", "16G", folder + "/sparse.xml");

    Desired desired = assertTimeoutPreemptively(Duration.ofSeconds(10), () -> read(Trust.WARN));

    assertThat(messages(desired))
        .containsExactly("the file has 17179869184 bytes, vcg reads at most 1048576");
  }

  @Test
  void read_fileOthersCanWrite_isAnErrorWhereItCounts() throws IOException {
    write("a.xml", "a");
    write("b.xml", "b");
    mode("a.xml", "rw-rw-r--");

    Desired strict = read(Trust.STRICT);
    Desired relaxed = read(Trust.WARN);

    assertThat(strict.guests()).extracting(g -> g.id().name()).containsExactly("b");
    assertThat(messages(strict))
        .containsExactly("the file is not trusted: it can be written by others (mode 664)");
    assertThat(relaxed.guests()).hasSize(2);
    assertThat(messages(relaxed))
        .containsExactly("this file does not belong to root alone; apply would refuse that");
  }

  @Test
  void read_directoryOthersCanWrite_makesNoFileTrusted() throws IOException {
    write("a.xml", "a");
    write("b.xml", "b");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));

    Desired strict = read(Trust.STRICT);
    Desired relaxed = read(Trust.WARN);

    assertThat(strict.guests()).isEmpty();
    assertThat(strict.readings()).allMatch(r -> r.claims().isPresent());
    assertThat(relaxed.guests()).hasSize(2);
    assertThat(relaxed.notices()).hasSize(1);
  }

  @Test
  void read_linkIntoADirectoryOthersCanWrite_isNotTrusted() throws IOException {
    Path open = Files.createDirectory(folder.resolve("open"));
    Path target = Files.writeString(open.resolve("x"), document("a"));
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-r--r--"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    Files.createSymbolicLink(folder.resolve("a.xml"), target);

    assertThat(read(Trust.STRICT).guests()).isEmpty();
    assertThat(read(Trust.WARN).guests()).hasSize(1);
  }

  @Test
  void read_fileOfSomebodyElse_isNotTrusted() throws IOException {
    write("a.xml", "a");
    Path file = folder.resolve("a.xml");
    Requires.require(
        Files.getAttribute(file, "unix:uid").equals(0), "only root can give files away");
    Files.setAttribute(file, "unix:uid", 12_345);

    assertThat(messages(read(Trust.STRICT)))
        .containsExactly("the file is not trusted: it belongs to user 12345");
  }

  @Test
  void read_manyFiles_givesTheSameAsOneByOne() throws IOException {
    for (int i = 0; i < 300; i++) {
      write("g" + i + ".xml", i % 7 == 0 ? "a/" + i : "g" + i);
    }

    Desired together = read(Trust.WARN);
    DomainReader reader = new DomainReader(_ -> List.of());
    List<Reading> single =
        together.readings().stream().map(r -> reader.read(Path.of(r.file()), r.file())).toList();

    assertThat(together.readings()).hasSize(300).isEqualTo(single);
  }

  private Desired read(Trust trust) throws IOException {
    return DomainFiles.read(List.of(folder.toString()), trust);
  }

  private static List<String> messages(Desired desired) {
    return desired.problems().stream().map(Problem::message).toList();
  }

  private Map<String, String> errors(Desired desired) {
    return desired.problems().stream()
        .collect(
            Collectors.toMap(
                p -> folder.relativize(Path.of(p.at().file())).toString(),
                p -> p.code() + " " + p.message()));
  }

  private void write(String file, String name) throws IOException {
    Files.writeString(folder.resolve(file), document(name));
    mode(file, "rw-r--r--");
  }

  private void mode(String file, String permissions) throws IOException {
    Files.setPosixFilePermissions(
        folder.resolve(file), PosixFilePermissions.fromString(permissions));
  }

  private static String document(String name) {
    return "<domain type='qemu'><name>"
        + name
        + "</name><memory>1024</memory><os><type>hvm</type></os></domain>";
  }

  private static void run(String... command) throws Exception {
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }
}
