package vcg.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MetricsServerTest {
  private final FakeControl control = new FakeControl();

  @Test
  void metrics_areThoseOfTheDaemon() throws Exception {
    try (MetricsServer server = MetricsServer.open("127.0.0.1:0", control, () -> true)) {
      assertThat(get(server, "/metrics", "localhost"))
          .startsWith("HTTP/1.1 200 OK")
          .contains(
              "vcg_reconcile_total{result=\"done\"} 5.0\n",
              "vcg_reconcile_total{result=\"failed\"} 1.0\n",
              "vcg_guest_looks_total 11.0\n",
              "vcg_reconcile_duration_seconds_bucket{le=\"1.0E-4\"} 8\n",
              "vcg_reconcile_duration_seconds_bucket{le=\"0.001\"} 10\n",
              "vcg_reconcile_duration_seconds_bucket{le=\"10.0\"} 10\n",
              "vcg_reconcile_duration_seconds_bucket{le=\"+Inf\"} 11\n",
              "vcg_reconcile_duration_seconds_count 11\n",
              "vcg_reconcile_duration_seconds_sum 12.5\n",
              "vcg_cgroup_reads_total 412.0\n",
              "vcg_cgroup_writes_total{controller=\"cpu\"} 9.0\n",
              "vcg_write_errors_total{controller=\"cpu\",errno=\"EBUSY\"} 1.0\n",
              "vcg_orphan_cgroups 7.0\n",
              "vcg_drift_corrections_total"
                  + "{controller=\"cpu\",file=\"cpu.shares\",guest=\"web0\"} 3.0\n",
              "vcg_guest_in_sync{guest=\"web0\",kind=\"qemu\"} 0.0\n",
              "vcg_guest_condition{guest=\"web0\",kind=\"qemu\",type=\"restart_due\"} 1.0\n",
              "vcg_guest_info"
                  + "{guest=\"web0\",kind=\"qemu\",layout=\"flat\",partition=\"/system\"} 1.0\n",
              "vcg_guest_info"
                  + "{guest=\"off\",kind=\"lxc\",layout=\"flat\",partition=\"/other\"} 1.0\n",
              "vcg_guest_cpu_seconds_total{guest=\"web0\",kind=\"qemu\"} 1.5\n",
              "vcg_guest_memory_bytes{guest=\"web0\",kind=\"qemu\"} 4096.0\n",
              "vcg_guest_restarts_total{guest=\"web0\",reason=\"crashed\"} 4.0\n",
              "vcg_files{state=\"valid\"} 6.0\n",
              "vcg_source_revision{revision=\"00c0ffee00c0ffee\"} 1.0\n",
              "vcg_last_success_timestamp_seconds ",
              "vcg_guard_refusals_total{guard=\"stop\"} 2.0\n",
              "vcg_watch_overflows_total 1.0\n",
              "vcg_build_info{version=")
          .doesNotContain("vcg_guest_cpu_seconds_total{guest=\"off\"")
          .doesNotContain("vcg_guest_memory_bytes{guest=\"off\"");
    }
  }

  @Test
  void health_followsTheDaemon() throws Exception {
    try (MetricsServer well = MetricsServer.open("127.0.0.1:0", control, () -> true);
        MetricsServer stuck = MetricsServer.open("127.0.0.1:0", control, () -> false)) {
      assertThat(get(well, "/healthz", "127.0.0.1:9")).startsWith("HTTP/1.1 200");
      assertThat(get(stuck, "/healthz", "localhost")).startsWith("HTTP/1.1 503").contains("stuck");
      assertThat(get(well, "/readyz", "localhost")).startsWith("HTTP/1.1 200");
    }
  }

  /** A page that names this address as its own is no local program. */
  @Test
  void requests_ofOthers_areRefused() throws Exception {
    try (MetricsServer server = MetricsServer.open("127.0.0.1:0", control, () -> true)) {
      assertThat(get(server, "/metrics", "evil.example")).startsWith("HTTP/1.1 403");
      assertThat(get(server, "/metrics/more", "localhost")).startsWith("HTTP/1.1 404");
      assertThat(ask(server, "POST /metrics HTTP/1.1\r\nHost: localhost\r\n"))
          .startsWith("HTTP/1.1 405");
    }
  }

  @Test
  void open_addressThatOthersReach_isRefused() {
    for (String place : new String[] {"0.0.0.0:1", "192.0.2.1:1", "example.org:1", "1", ":1"}) {
      assertThatThrownBy(() -> MetricsServer.open(place, control, () -> true))
          .isInstanceOf(UsageException.class)
          .hasMessageContaining("must be a loopback address");
    }
  }

  private static String get(MetricsServer server, String path, String host) throws IOException {
    return ask(server, "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n");
  }

  private static String ask(MetricsServer server, String head) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket
          .getOutputStream()
          .write((head + "Connection: close\r\n\r\n").getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
