package vcg.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vcg.model.Problem;
import vcg.model.Reading;

/** Hostile documents cost little and are refused; nothing that they name is opened. */
class HostileFilesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String BODY =
      "<name>a</name><memory>1024</memory><os><type>hvm</type></os></domain>";
  private static final String DOMAIN = "<domain type='qemu'>";

  @TempDir Path folder;

  /** A document and the code of the first error in it. */
  record Hostile(String name, String code, String document) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** Documents that are refused, with the code of the first error. */
  static List<Hostile> documents() {
    List<Hostile> all = new ArrayList<>();
    add(all, "entity-file", "VCG006", doctype("<!ENTITY x SYSTEM 'file:///etc/passwd'>"));
    add(all, "entity-public", "VCG006", doctype("<!ENTITY x PUBLIC 'p' 'file:///etc/passwd'>"));
    add(all, "entity-parameter", "VCG006", doctype("<!ENTITY % p SYSTEM 'file:///dev/zero'>%p;"));
    add(all, "external-subset", "VCG006", "<!DOCTYPE d SYSTEM 'file:///dev/zero'>" + DOMAIN + BODY);
    add(all, "laughs", "VCG006", doctype(laughs()));
    add(all, "quadratic", "VCG006", doctype("<!ENTITY x '" + "a".repeat(50_000) + "'>"));
    add(all, "many-declarations", "VCG006", doctype("<!ENTITY x 'y'>".repeat(60_000)));
    add(all, "entity-unknown", "VCG005", DOMAIN + "<title>&x;</title>" + BODY);
    add(all, "attribute-huge", "VCG007", "<domain type='" + "q".repeat(900_000) + "'>" + BODY);
    add(all, "pattern-huge", "VCG007", with("<uuid>" + "a".repeat(900_000) + "</uuid>"));
    add(all, "pattern-in-comments", "VCG007", with(uuidBetweenComments()));
    add(all, "number-huge", "VCG007", with("<vcpu>" + "9".repeat(900_000) + "</vcpu>"));
    add(all, "element-name-huge", "VCG007", with("<" + "n".repeat(900_000) + "/>"));
    add(all, "depth", "VCG007", DOMAIN + "<metadata>" + "<a>".repeat(100_000));
    add(all, "depth-outside", "VCG007", DOMAIN + "<a>".repeat(100_000));
    add(all, "attributes", "VCG007", "<domain " + attributes(100_000) + ">" + BODY);
    add(all, "attributes-few", "VCG007", "<domain " + attributes(150) + ">" + BODY);
    add(all, "cpuset", "VCG208", with("<vcpu cpuset='0-4294967295'>1</vcpu>"));
    add(
        all,
        "include",
        "VCG102",
        with("<i:include xmlns:i='http://www.w3.org/2001/XInclude' href='/etc/passwd'/>"));
    add(
        all,
        "type-weakened",
        "VCG107",
        with(
            "<vcpu xmlns:x='http://www.w3.org/2001/XMLSchema-instance'"
                + " x:type='FreeText'>x</vcpu>"));
    add(
        all,
        "nil",
        "VCG107",
        with("<vcpu xmlns:x='http://www.w3.org/2001/XMLSchema-instance' x:nil='true'/>"));
    add(all, "partition-entity", "VCG006", doctype("") + "<partition path='/a'/>");
    add(all, "partition-path-huge", "VCG007", "<partition path='/" + "a".repeat(900_000) + "'/>");
    add(all, "partition-path-deep", "VCG209", "<partition path='" + "/a".repeat(2_000) + "'/>");
    add(all, "partition-in-domain", "VCG103", with("<partition path='/a'/>"));
    add(all, "threads", "VCG107", with("<iothreads>2000000000</iothreads>" + pins(90)));
    add(all, "no-xml", "VCG005", "hello");
    add(all, "brackets", "VCG005", "<".repeat(100_000));
    add(all, "blank", "VCG010", " \n\t ");
    add(all, "zero-byte", "VCG004", DOMAIN + "\0" + BODY);
    add(all, "control", "VCG005", with("<title>\u0001</title>"));
    add(all, "control-reference", "VCG005", with("<title>&#1;</title>"));
    add(all, "attribute-twice", "VCG005", "<domain type='qemu' type='lxc'>" + BODY);
    return all;
  }

  @ParameterizedTest
  @MethodSource("documents")
  void read_hostileDocument_isRefusedInTime(Hostile hostile) {
    Reading reading =
        assertTimeoutPreemptively(
            PATIENCE, () -> read(hostile.document().getBytes(StandardCharsets.UTF_8)));

    assertThat(reading.isValid()).isFalse();
    assertThat(reading.problems()).first().extracting(Problem::code).isEqualTo(hostile.code());
    assertThat(reading.problems()).allMatch(p -> p.source().length() < 200);
    assertThat(reading.problems()).allMatch(p -> p.message().length() < 400);
  }

  @Test
  void read_manyDisks_endsInTime() {
    String disk = "<disk><source file='/a'/><target dev='vda'/></disk>";
    byte[] document =
        with("<devices>" + disk.repeat(19_000) + "</devices>").getBytes(StandardCharsets.UTF_8);

    Reading reading = assertTimeoutPreemptively(PATIENCE, () -> read(document));

    assertThat(reading.guest()).isEmpty();
    assertThat(reading.problems()).hasSize(101);
  }

  @Test
  void read_manyErrorsOnOneLine_endsInTime() {
    String child = "<shares>🙂</shares><x/>";
    byte[] document =
        with("<cputune>" + child.repeat(38_000) + "</cputune>").getBytes(StandardCharsets.UTF_8);

    Reading reading = assertTimeoutPreemptively(PATIENCE, () -> read(document));

    assertThat(reading.guest()).isEmpty();
    assertThat(reading.problems()).hasSize(101);
  }

  @Test
  void read_schemaLocation_isNotFetched() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      server.setSoTimeout(200);
      String place = "http://127.0.0.1:" + server.getLocalPort() + "/x";
      String document =
          "<?xml-stylesheet href='"
              + place
              + "'?><?xml-model href='"
              + place
              + "'?>"
              + "<domain type='qemu' xmlns:x='http://www.w3.org/2001/XMLSchema-instance'"
              + " x:noNamespaceSchemaLocation='"
              + place
              + "' x:schemaLocation='a "
              + place
              + "'>"
              + BODY;

      Reading reading = read(document.getBytes(StandardCharsets.UTF_8));

      assertThat(reading.guest()).isPresent();
      org.assertj.core.api.Assertions.assertThatThrownBy(server::accept)
          .isInstanceOf(java.net.SocketTimeoutException.class);
    }
  }

  @Test
  void read_cutAtEveryByte_isRefusedWithAPlace() throws IOException {
    byte[] whole = Cases.document("valid-everything-qemu");
    int end = new String(whole, StandardCharsets.UTF_8).indexOf("</domain>") + "</domain>".length();
    DomainReader reader = new DomainReader(_ -> List.of());

    for (int length = 0; length < end; length++) {
      byte[] part = java.util.Arrays.copyOf(whole, length);
      Reading reading = reader.read("cut.xml", part);
      assertThat(reading.guest()).as("cut at %d", length).isEmpty();
      assertThat(reading.problems()).hasSize(1).allMatch(Problem::isError);
      boolean blank = new String(part, StandardCharsets.UTF_8).isBlank();
      assertThat(reading.problems().getFirst().at().line() > 0)
          .as("cut at %d", length)
          .isEqualTo(!blank);
    }
  }

  @Test
  void read_randomBytes_isRefused() {
    Random random = new Random(4711);
    for (int round = 0; round < 20; round++) {
      byte[] noise = new byte[1 << (round + 1)];
      random.nextBytes(noise);

      assertThat(read(noise).guest()).isEmpty();
    }
  }

  @Test
  void read_anotherEncoding_isRefused() {
    String document = "<?xml version='1.0'?>" + DOMAIN + BODY;

    assertThat(codes(document.getBytes(StandardCharsets.UTF_16))).containsExactly("VCG004");
    assertThat(codes(document.getBytes(StandardCharsets.UTF_16LE))).containsExactly("VCG004");
    assertThat(codes((DOMAIN + "<title>ä</title>" + BODY).getBytes(StandardCharsets.ISO_8859_1)))
        .containsExactly("VCG004");
  }

  @Test
  void read_byteOrderMark_isAccepted() {
    assertThat(read(("\ufeff" + DOMAIN + BODY).getBytes(StandardCharsets.UTF_8)).guest())
        .isPresent();
  }

  @Test
  void read_localeIsGerman_messagesAreEnglish() throws IOException {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      for (String name : Cases.all()) {
        byte[] document = Cases.document(name);
        Reading german = read(document);
        Locale.setDefault(Locale.ROOT);
        Reading plain = read(document);
        Locale.setDefault(Locale.GERMANY);

        assertThat(german).isEqualTo(plain);
      }
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void read_afterAHostileDocument_readsTheNextOne() throws IOException {
    DomainReader reader = new DomainReader(_ -> List.of());
    byte[] good = Cases.document("valid-minimal");

    for (Hostile hostile : documents()) {
      reader.read("bad.xml", hostile.document().getBytes(StandardCharsets.UTF_8));
      assertThat(reader.read("good.xml", good).problems()).isEmpty();
    }
  }

  private List<String> codes(byte[] document) {
    return read(document).problems().stream().map(Problem::code).toList();
  }

  private static Reading read(byte[] document) {
    return Cases.read(document);
  }

  private static void add(List<Hostile> all, String name, String code, String document) {
    all.add(new Hostile(name, code, document));
  }

  private static String with(String child) {
    return DOMAIN + child + BODY;
  }

  private static String pins(int number) {
    return "<cputune>" + "<vcpupin vcpu='0' cpuset='0-16383'/>".repeat(number) + "</cputune>";
  }

  private static String doctype(String declarations) {
    return "<!DOCTYPE domain [" + declarations + "]>" + DOMAIN + "<title>&x;</title>" + BODY;
  }

  private static String laughs() {
    StringBuilder out = new StringBuilder("<!ENTITY a0 'ha'>");
    for (int i = 1; i < 30; i++) {
      out.append("<!ENTITY a")
          .append(i)
          .append(" '")
          .append(("&a" + (i - 1) + ";").repeat(10))
          .append("'>");
    }
    return out.append("<!ENTITY x '&a29;'>").toString();
  }

  private static String uuidBetweenComments() {
    return "<uuid>" + "aaaaaaaa<!-- -->".repeat(20_000) + "</uuid>";
  }

  private static String attributes(int count) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < count; i++) {
      out.append('a').append(i).append("='' ");
    }
    return out.toString();
  }
}
