package vcg.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import vcg.Requires;

class DelegationMarkIT {
  @RegisterExtension final TestCgroup cgroup = new TestCgroup();

  @BeforeEach
  void needs() {
    Requires.rootAndCgroupV2();
  }

  @Test
  void isOn_userAttribute_countsWhenItIsOne() throws IOException {
    Path directory = Path.of(cgroup.unified().mount() + cgroup.path());

    assertThat(DelegationMark.isOn(directory)).isFalse();
    mark(directory, "0");
    assertThat(DelegationMark.isOn(directory)).isFalse();
    mark(directory, "1");
    assertThat(DelegationMark.isOn(directory)).isTrue();
    assertThat(DelegationMark.isOn(directory.resolve("missing"))).isFalse();
  }

  @Test
  void isOn_trustedAttribute_countsToo() throws IOException, InterruptedException {
    Requires.program("setfattr");
    Path directory = Path.of(cgroup.unified().mount() + cgroup.path());

    int exit =
        new ProcessBuilder("setfattr", "-n", "trusted.delegate", "-v", "1", directory.toString())
            .start()
            .waitFor();

    assertThat(exit).isZero();
    assertThat(DelegationMark.isOn(directory)).isTrue();
  }

  private static void mark(Path directory, String value) throws IOException {
    Files.getFileAttributeView(directory, UserDefinedFileAttributeView.class)
        .write("delegate", ByteBuffer.wrap(value.getBytes(StandardCharsets.US_ASCII)));
  }
}
