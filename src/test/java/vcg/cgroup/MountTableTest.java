package vcg.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vcg.cgroup.MountTable.Mount;

/** Each folder of mounts/ is a host: its mount table, and where its controllers are. */
class MountTableTest {
  private static final Path HOSTS = Path.of("src/test/resources/vcg/cgroup/mounts");

  static List<String> hosts() throws IOException {
    try (Stream<Path> hosts = Files.list(HOSTS)) {
      return hosts.map(h -> h.getFileName().toString()).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("hosts")
  void controllers_host_areWhereExpected(String host) throws IOException {
    Path directory = HOSTS.resolve(host);
    Path mountinfo = directory.resolve("mountinfo");
    Path unified = directory.resolve("cgroup.controllers");

    MountTable table =
        MountTable.parse(
            Files.readString(Files.exists(mountinfo) ? mountinfo : directory.resolve("mounts")));
    List<String> found =
        table
            .controllers(Files.exists(unified) ? Files.readString(unified) : "")
            .entrySet()
            .stream()
            .map(e ->
                e.getKey()
                    + " "
                    + e.getValue().name()
                    + " "
                    + e.getValue().mount()
                    + rootOf(table, e.getValue()))
            .toList();

    assertThat(found)
        .isEqualTo(
            Files.readAllLines(directory.resolve("expected.txt")).stream()
                .filter(line -> !line.startsWith("#"))
                .toList());
  }

  private static String rootOf(MountTable table, Hierarchy hierarchy) {
    String root = table.mount(hierarchy.name()).orElseThrow().root();
    return root.equals("/") ? "" : " " + root;
  }

  @Test
  void below_partOfAHierarchy_isRelativeToTheMount() {
    Mount mount = new Mount(new Hierarchy("cpu", Hierarchy.Version.V1, "/c"), "/docker/ab", false);

    assertThat(mount.below("/docker/ab/system/web")).isEqualTo("/system/web");
    assertThat(mount.below("/docker/ab")).isEqualTo("/");
    assertThat(mount.below("/docker/abc")).isEqualTo("/docker/abc");
    assertThat(mount.below("/elsewhere")).isEqualTo("/elsewhere");
  }
}
