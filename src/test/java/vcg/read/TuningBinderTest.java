package vcg.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import vcg.cgroup.PartitionPath;
import vcg.model.Guest;
import vcg.model.Partition;
import vcg.model.Policy;
import vcg.model.Reading;
import vcg.model.Tuning;

/** What documents ask of the cgroup of a guest or partition. */
class TuningBinderTest {
  @Test
  void bind_devices_zeroIsNoLimitAndNoWeightOfItsOwn() {
    Tuning tuning =
        guest(
                "<blkiotune><weight>300</weight><device><path>/dev/sdb</path><weight>0</weight>"
                    + "<read_bytes_sec>0</read_bytes_sec><write_bytes_sec>4096</write_bytes_sec></device>"
                    + "<device><path>/dev/sda</path><weight>7</weight>"
                    + "<read_iops_sec>4294967295</read_iops_sec><write_iops_sec>0</write_iops_sec></device>"
                    + "</blkiotune>")
            .tuning();

    assertThat(GroupBinderTest.text(tuning)).isEqualTo("BLKIO_WEIGHT=300");
    assertThat(tuning.devices())
        .extracting(d -> d.path().value() + " " + GroupBinderTest.text(d.values()))
        .containsExactly(
            "/dev/sdb BLKIO_DEVICE_WEIGHT=default BLKIO_READ_BYTES=unlimited"
                + " BLKIO_WRITE_BYTES=4096",
            "/dev/sda BLKIO_DEVICE_WEIGHT=7 BLKIO_READ_OPERATIONS=4294967295"
                + " BLKIO_WRITE_OPERATIONS=unlimited");
  }

  @Test
  void bind_memory_libvirtsLargestNumberIsNoLimit() {
    Tuning tuning =
        guest(
                "<memtune><hard_limit>9007199254740991</hard_limit>"
                    + "<min_guarantee unit='MiB'>1</min_guarantee></memtune>"
                    + "<numatune><memory nodeset='0,1'/></numatune>")
            .tuning();

    assertThat(GroupBinderTest.text(tuning))
        .isEqualTo("MEMORY_HARD_LIMIT=unlimited MEMORY_MIN_GUARANTEE=1048576 CPUSET_MEMS=0-1");
  }

  @Test
  void bind_partition_everyValueIsThere() {
    Partition partition =
        reading(
                "<partition path='/production/web'><description>x</description><metadata><p:policy"
                    + " xmlns:p='urn:vcg:policy:1' drift='report'/></metadata><numatune><memory"
                    + " nodeset='0'/></numatune><vcpu cpuset='0-1'/><memtune><soft_limit"
                    + " unit='b'>8192</soft_limit></memtune>"
                    + "<blkiotune><device><path>/dev/sda</path><weight>9</weight></device></blkiotune>"
                    + "<cputune><shares>512</shares><global_period>20000</global_period>"
                    + "<global_quota>-1</global_quota></cputune></partition>")
            .partition()
            .orElseThrow();

    assertThat(partition.path()).hasToString("/production/web");
    assertThat(partition.at()).hasToString("x.xml:1:12");
    assertThat(partition.drift()).isEqualTo(Policy.Drift.REPORT);
    assertThat(partition.digest()).hasSize(64);
    assertThat(GroupBinderTest.text(partition.tuning()))
        .isEqualTo(
            "CPU_SHARES=512 CPU_PERIOD=20000 CPU_QUOTA=unlimited MEMORY_SOFT_LIMIT=8192"
                + " CPUSET_CPUS=0-1 CPUSET_MEMS=0");
    assertThat(partition.tuning().devices()).hasSize(1);
  }

  @Test
  void read_brokenPartition_claimsItsPath() {
    Reading refused = reading("<partition path=' /production '><x/></partition>");
    Reading broken = reading("<partition path='/production'>");
    Reading nameless = reading("<partition path='production'/>");

    assertThat(refused.isValid()).isFalse();
    assertThat(refused.claimed()).contains(new PartitionPath("/production"));
    assertThat(broken.claimed()).contains(new PartitionPath("/production"));
    assertThat(nameless.claimed()).isEmpty();
    assertThat(List.of(refused, broken, nameless)).allMatch(r -> r.claims().isEmpty());
  }

  @Test
  void read_partitionAfterGuest_hasNothingOfIt() {
    DomainReader reader = new DomainReader(_ -> List.of());
    String guest =
        "<domain type='qemu'><name>a</name><memory>1</memory><os><type>hvm</type></os></domain>";

    reader.read("x.xml", guest.getBytes(StandardCharsets.UTF_8));
    Reading reading =
        reader.read("x.xml", "<partition path='/p'/>".getBytes(StandardCharsets.UTF_8));
    Reading again = reader.read("x.xml", guest.getBytes(StandardCharsets.UTF_8));

    assertThat(reading.claims()).isEmpty();
    assertThat(again.claimed()).isEmpty();
    assertThat(again.guest()).isPresent();
  }

  private static Guest guest(String parts) {
    return reading(
            "<domain type='qemu'><name>a</name><memory>1024</memory>"
                + parts
                + "<os><type>hvm</type></os></domain>")
        .guest()
        .orElseThrow();
  }

  private static Reading reading(String document) {
    return new DomainReader(_ -> List.of())
        .read("x.xml", document.getBytes(StandardCharsets.UTF_8));
  }
}
