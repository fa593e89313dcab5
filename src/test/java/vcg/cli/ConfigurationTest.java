package vcg.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {
  @TempDir Path directory;

  @Test
  void into_commandLineThenEnvironmentThenFile() throws Exception {
    Arguments arguments =
        configured(
            """
            # what this host is
            domains = /file
            layout=libvirt

              run-dir = /file
            network = default=br0
            network = lan=br1
            trust-any-owner = yes
            metrics = 127.0.0.1:9177
            """,
            Map.of("VCG_RUN_DIR", "/environment", "VCG_DOMAINS", "/environment"),
            "--domains",
            "/line");

    assertThat(arguments.domains()).isEqualTo("/line");
    assertThat(arguments.get(Option.RUN_DIR)).contains("/environment");
    assertThat(arguments.choice(Option.LAYOUT)).isEqualTo("libvirt");
    assertThat(arguments.all(Option.NETWORK)).containsExactly("default=br0", "lan=br1");
    assertThat(arguments.has(Option.TRUST_ANY_OWNER)).isTrue();
    assertThat(arguments.get(Option.METRICS)).contains("127.0.0.1:9177");
  }

  @Test
  void into_mistakes_areLocatedAndHelpful() {
    refused("\n layuot = flat", ":2:2: error: unknown key layuot; did you mean layout?");
    refused("zzzzzzzzz = 1", ":1:1: error: unknown key zzzzzzzzz; there are domains, ");
    refused("allow-stops = 9", ":1:1: error: unknown key allow-stops; there are ");
    refused("trust-any-owner = maybe", ":1:1: error: trust-any-owner must be yes or no");
    refused("layout", ":1:1: error: this line must be KEY = VALUE");
    refused("config = /other", ":1:1: error: unknown key config");
  }

  @Test
  void into_fileThatOthersCanWrite_isNotTrusted() throws IOException {
    Path file = file("domains = /x");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));

    assertThatThrownBy(() -> configured(file, Map.of()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("can be written by others (mode 666)");
  }

  @Test
  void into_namedFileIsMissing_isAnError() {
    assertThatThrownBy(() -> configured(directory.resolve("none"), Map.of()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no such file");
  }

  private void refused(String text, String message) {
    assertThatThrownBy(() -> configured(text, Map.of())).hasMessageContaining(message);
  }

  private Arguments configured(String text, Map<String, String> environment, String... words)
      throws Exception {
    return configured(file(text), environment, words);
  }

  private static Arguments configured(Path file, Map<String, String> environment, String... words)
      throws Exception {
    List<String> all = new java.util.ArrayList<>(List.of("status", "--config=" + file));
    all.addAll(List.of(words));
    return Configuration.into(Arguments.parse(all, environment));
  }

  private Path file(String text) throws IOException {
    Path file = directory.resolve("vcg.conf");
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    return file;
  }
}
