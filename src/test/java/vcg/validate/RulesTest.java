package vcg.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import vcg.model.Desired;
import vcg.model.Problem;
import vcg.model.Reading;
import vcg.read.DomainReader;

/** Rules about several files; those about one are among the golden documents of the reader. */
class RulesTest {
  private static final String UUID = "<uuid>c7a5fdbd-cdaf-9455-926a-d65c16db1809</uuid>";

  @Test
  void check_differentGuests_findsNothing() {
    Desired desired = check(guest("a", "qemu", ""), guest("b", "qemu", ""));

    assertThat(desired.problems()).isEmpty();
    assertThat(desired.guests()).hasSize(2);
  }

  @Test
  void check_sameName_allFilesAreInvalidAndNameEachOther() {
    Desired desired = check(guest("a", "qemu", ""), guest("a", "kvm", ""), guest("b", "qemu", ""));

    assertThat(messages(desired))
        .containsExactly(
            "VCG202 0.xml:1:21: name \"a\" occurs in 1.xml:1:20 too",
            "VCG202 1.xml:1:20: name \"a\" occurs in 0.xml:1:21 too");
    assertThat(desired.guests()).extracting(g -> g.id().name()).containsExactly("b");
  }

  @Test
  void check_sameNameOfDifferentDrivers_isAllowed() {
    assertThat(check(guest("a", "qemu", ""), container("a")).problems()).isEmpty();
  }

  @Test
  void check_nameClaimedByABrokenFile_bothAreInvalid() {
    Desired desired = check(guest("a", "qemu", ""), guest("a", "qemu", "<x/>"));

    assertThat(desired.guests()).isEmpty();
    assertThat(messages(desired)).contains("VCG202 0.xml:1:21: name \"a\" occurs in 1.xml too");
  }

  @Test
  void check_sameUuid_allFilesAreInvalid() {
    Desired desired = check(guest("a", "qemu", UUID), guest("b", "qemu", UUID));

    assertThat(desired.guests()).isEmpty();
    assertThat(desired.problems()).extracting(Problem::code).containsExactly("VCG203", "VCG203");
  }

  @Test
  void check_oneImageForTwoGuests_isRefusedUnlessShared() {
    String plain = disk("/img/../img/a.raw", "");

    assertThat(codes(check(guest("a", "qemu", plain), guest("b", "qemu", disk("/img/a.raw", "")))))
        .containsExactly("VCG214", "VCG214");
    assertThat(
            codes(
                check(
                    guest("a", "qemu", plain),
                    guest("b", "qemu", disk("/img/a.raw", "<readonly/>")))))
        .isEmpty();
    String shared = disk("/img/a.raw", "<shareable/>");
    assertThat(codes(check(guest("a", "qemu", shared), guest("b", "qemu", shared)))).isEmpty();
    assertThat(codes(check(guest("a", "qemu", plain), guest("b", "qemu", shared)))).hasSize(2);
  }

  @Test
  void check_samePartition_allFilesAreInvalidAndNameEachOther() {
    Desired desired =
        check(
            partition("/a", ""),
            partition("/b", ""),
            partition("/a", "<x/>"),
            guest("a", "qemu", ""));

    assertThat(messages(desired))
        .contains("VCG222 0.xml:1:12: partition /a occurs in 2.xml too")
        .contains("VCG222 2.xml: partition /a occurs in 0.xml:1:12 too");
    assertThat(desired.partitions()).extracting(p -> p.path().path()).containsExactly("/b");
    assertThat(desired.guests()).hasSize(1);
  }

  @Test
  void across_limitsOfAPartitionContradict_isInvalid() {
    String limits = "<hard_limit>4</hard_limit><min_guarantee>8</min_guarantee>";
    byte[] document =
        partition("/a", "<memtune>" + limits + "</memtune>").getBytes(StandardCharsets.UTF_8);
    Reading reading = new DomainReader(_ -> List.of()).read("x.xml", document);

    Desired desired = Rules.across(new Desired("", true, List.of(reading), List.of()));

    assertThat(codes(desired)).containsExactly("VCG206");
    assertThat(desired.partitions()).isEmpty();
  }

  @Test
  void check_thousandCopies_reportStaysSmall() {
    List<String> copies = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      copies.add(guest("a", "qemu", ""));
    }

    Desired desired = check(copies.toArray(String[]::new));

    assertThat(desired.problems()).hasSize(1_000);
    assertThat(desired.problems()).allMatch(p -> p.message().length() < 120);
    assertThat(desired.problems().getFirst().message()).endsWith("and 996 more too");
  }

  @Test
  void check_rulesOfOneGuestNotAppliedByTheReader_areAppliedHere() {
    Reading reading =
        new DomainReader(_ -> List.of())
            .read("x.xml", guest("a/b", "qemu", "").getBytes(StandardCharsets.UTF_8));

    Desired once = Rules.check(new Desired("", true, List.of(reading), List.of()));
    Desired twice = Rules.check(once);

    assertThat(codes(once)).containsExactly("VCG201");
    assertThat(twice).isEqualTo(once);
  }

  private static Desired check(String... documents) {
    DomainReader reader = new DomainReader(Rules::ofGuest);
    List<Reading> readings = new ArrayList<>();
    for (String document : documents) {
      String file = readings.size() + ".xml";
      readings.add(reader.read(file, document.getBytes(StandardCharsets.UTF_8)));
    }
    return Rules.check(new Desired("", true, readings, List.of()));
  }

  private static List<String> codes(Desired desired) {
    return desired.problems().stream().map(Problem::code).toList();
  }

  private static List<String> messages(Desired desired) {
    return desired.problems().stream()
        .map(p -> p.code() + " " + p.at() + ": " + p.message())
        .toList();
  }

  private static String guest(String name, String type, String more) {
    return "<domain type='"
        + type
        + "'><name>"
        + name
        + "</name>"
        + more
        + "<memory>1024</memory><os><type>hvm</type></os></domain>";
  }

  private static String partition(String path, String more) {
    return "<partition path='" + path + "'>" + more + "</partition>";
  }

  private static String container(String name) {
    return "<domain type='lxc'><name>"
        + name
        + "</name><memory>1024</memory><os><type>exe</type><init>/sbin/init</init></os></domain>";
  }

  private static String disk(String path, String more) {
    return "<devices><disk><source file='"
        + path
        + "'/><target dev='vda'/>"
        + more
        + "</disk></devices>";
  }
}
