package vcg.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import vcg.cgroup.Group;
import vcg.cgroup.Knob;
import vcg.model.Guest;
import vcg.model.Located;
import vcg.model.Problem;
import vcg.model.Reading;
import vcg.model.Tuning;

/** What documents ask of single threads; what is wrong with them is among the golden documents. */
class GroupBinderTest {
  @Test
  void bind_nothingOfThreads_noGroups() {
    Guest guest =
        qemu("<vcpu cpuset='0-3'>2</vcpu><cputune><global_quota>5000</global_quota></cputune>");

    assertThat(guest.groups()).isEmpty();
    assertThat(text(guest.tuning())).isEqualTo("CPU_QUOTA=5000 CPUSET_CPUS=0-3");
  }

  @Test
  void bind_quota_eachVcpuHasItAndTheOtherGroupsAreThere() {
    Guest guest =
        qemu(
            "<vcpu current='2'>4</vcpu><iothreads>2</iothreads>"
                + "<cputune><period>50000</period><quota>-1</quota></cputune>");

    assertThat(groups(guest))
        .containsExactly(
            "emulator: ",
            "vcpu0: CPU_PERIOD=50000 CPU_QUOTA=unlimited",
            "vcpu1: CPU_PERIOD=50000 CPU_QUOTA=unlimited",
            "iothread1: ",
            "iothread2: ");
    assertThat(guest.tuning()).isEqualTo(Tuning.NONE);
  }

  @Test
  void bind_emulatorAndIoThreads_eachHasItsOwn() {
    Guest guest =
        qemu(
            "<iothreads>1</iothreads><cputune><emulator_period>10000</emulator_period>"
                + "<emulator_quota>2000</emulator_quota><iothread_period>20000</iothread_period>"
                + "<iothread_quota>3000</iothread_quota></cputune>");

    assertThat(groups(guest))
        .containsExactly(
            "emulator: CPU_PERIOD=10000 CPU_QUOTA=2000",
            "vcpu0: ",
            "iothread1: CPU_PERIOD=20000 CPU_QUOTA=3000");
  }

  @Test
  void bind_pinsBesideCpus_groupsWithoutPinHaveTheCpusAndTheGuestHasAll() {
    Guest guest =
        qemu(
            "<vcpu cpuset='0-1' current='2'>3</vcpu><cputune><vcpupin vcpu='1' cpuset='4,^4,5'/>"
                + "<vcpupin vcpu='2' cpuset='9'/></cputune>");

    assertThat(groups(guest))
        .containsExactly(
            "emulator: CPUSET_CPUS=0-1", "vcpu0: CPUSET_CPUS=0-1", "vcpu1: CPUSET_CPUS=5");
    assertThat(text(guest.tuning())).isEqualTo("CPUSET_CPUS=0-1,5");
  }

  @Test
  void bind_pinsAlone_theGuestHasWhatItsPartitionHas() {
    Guest guest =
        qemu("<cputune><emulatorpin cpuset='0'/><vcpupin vcpu='0' cpuset='1'/></cputune>");

    assertThat(groups(guest)).containsExactly("emulator: CPUSET_CPUS=0", "vcpu0: CPUSET_CPUS=1");
    assertThat(guest.tuning()).isEqualTo(Tuning.NONE);
  }

  @Test
  void bind_pin_standsWhereTheDocumentSaysIt() {
    Guest guest = qemu("<cputune>\n<vcpupin vcpu='0' cpuset='1'/></cputune>");

    Tuning vcpu = Objects.requireNonNull(guest.groups().get(Group.vcpu(0)));

    assertThat(vcpu.get(Knob.CPUSET_CPUS).map(Located::at))
        .hasValueSatisfying(at -> assertThat(at).hasToString("x.xml:2:19"));
  }

  @Test
  void bind_container_periodAndQuotaAreItsOwn() {
    Guest guest =
        read(
            "<domain type='lxc'><name>box</name><memory>1024</memory><cputune>"
                + "<period>50000</period><quota>2000</quota></cputune>"
                + "<os><type>exe</type><init>/sbin/init</init></os></domain>");

    assertThat(guest.groups()).containsExactly(Map.entry(Group.CONTAINER, Tuning.NONE));
    assertThat(text(guest.tuning()))
        .isEqualTo("CPU_PERIOD=50000 CPU_QUOTA=2000 MEMORY_HARD_LIMIT=1048576");
  }

  @Test
  void bind_moreThreadsThanThereCanBe_costsLittle() {
    String many =
        "<domain type='qemu'><name>a</name><memory>1024</memory><vcpu>2000000000</vcpu>"
            + "<iothreads>2000000000</iothreads><cputune><quota>1000</quota></cputune>"
            + "<os><type>hvm</type></os></domain>";

    Reading reading = reading(many);

    assertThat(reading.problems()).extracting(Problem::code).containsExactly("VCG107", "VCG107");
  }

  private static Guest qemu(String parts) {
    return read(
        "<domain type='qemu'><name>a</name><memory>1024</memory>"
            + parts
            + "<os><type>hvm</type></os></domain>");
  }

  private static Guest read(String document) {
    return reading(document).guest().orElseThrow();
  }

  private static Reading reading(String document) {
    return new DomainReader(_ -> List.of())
        .read("x.xml", document.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> groups(Guest guest) {
    return guest.groups().entrySet().stream()
        .map(e -> e.getKey() + ": " + text(e.getValue()))
        .toList();
  }

  static String text(Tuning tuning) {
    return text(tuning.values());
  }

  static String text(Map<Knob, ? extends Located<?>> values) {
    return String.join(
        " ", values.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue().value()).toList());
  }
}
