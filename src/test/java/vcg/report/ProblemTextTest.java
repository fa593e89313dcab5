package vcg.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import vcg.cgroup.PartitionPath;
import vcg.model.Desired;
import vcg.model.Driver;
import vcg.model.GuestId;
import vcg.model.Guests;
import vcg.model.Location;
import vcg.model.Partitions;
import vcg.model.Problem;
import vcg.model.Reading;

class ProblemTextTest {
  private static final Problem UNKNOWN =
      new Problem(
          Problem.Severity.ERROR,
          "VCG103",
          new Location("domains/web1.xml", 5, 12),
          9,
          "unknown element <sharess> in <cputune>",
          "did you mean <shares>?",
          List.of(),
          "  <cputune><sharess>100</sharess></cputune>");

  @Test
  void of_problemOfTheDesign_looksAsThere() {
    assertThat(ProblemText.of(desired(UNKNOWN), false))
        .isEqualTo(
            """
            error[VCG103]: unknown element <sharess> in <cputune>
              --> domains/web1.xml:5:12
               |
             5 |   <cputune><sharess>100</sharess></cputune>
               |            ^^^^^^^^^ did you mean <shares>?
               = effect: web1 stays at its last applied generation; other files are not affected

            1 file: 1 invalid
            """);
  }

  @Test
  void of_problemWithoutLine_hasNoExcerpt() {
    Problem problem = Problem.error("VCG002", Location.ofFile("d/x.xml"), "this is a socket");

    assertThat(ProblemText.diagnostics(desired(problem), false))
        .startsWith("error[VCG002]: this is a socket\n --> d/x.xml\n  = effect: web1 stays");
  }

  @Test
  void of_escapesInTheLine_markerIsStillInPlace() {
    Problem problem =
        new Problem(
            Problem.Severity.WARNING,
            "VCG107",
            new Location("x.xml", 1, 4),
            2,
            "bad \u001b[31m",
            "",
            List.of(),
            "a\u009bbcde");

    assertThat(ProblemText.diagnostics(desired(problem), false))
        .isEqualTo(
            """
            warning[VCG107]: bad \\u001b[31m
              --> x.xml:1:4
               |
             1 | a\\u009bbcde
               |         ^^

            """);
  }

  @Test
  void of_colour_isOnlyAdded() {
    String plain = ProblemText.of(desired(UNKNOWN), false);
    String coloured = ProblemText.of(desired(UNKNOWN), true);

    assertThat(coloured).isNotEqualTo(plain);
    assertThat(coloured.replaceAll("\u001b\\[[0-9;]*m", "")).isEqualTo(plain);
  }

  @Test
  void summary_noDirectory_saysSo() {
    assertThat(ProblemText.summary(new Desired("/etc/x", false, List.of(), List.of())))
        .isEqualTo("/etc/x: no such directory");
  }

  @Test
  void json_sameProblem_isData() {
    String json = ProblemJson.of(desired(UNKNOWN));

    JsonNode root = JsonMapper.shared().readTree(json);
    assertThat(root.get("formatVersion").asInt()).isEqualTo(1);
    assertThat(root.get("files").asInt()).isEqualTo(1);
    assertThat(root.get("valid").asInt()).isZero();
    assertThat(root.get("invalid").asInt()).isEqualTo(1);
    JsonNode problem = root.get("problems").get(0);
    assertThat(problem.get("code").asString()).isEqualTo("VCG103");
    assertThat(problem.get("line").asInt()).isEqualTo(5);
    assertThat(problem.get("guest").asString()).isEqualTo("web1");
    assertThat(problem.get("hint").asString()).isEqualTo("did you mean <shares>?");
  }

  @Test
  void partition_invalidAndValid_areCountedAndNamed() {
    Problem problem = Problem.error("VCG103", new Location("d/p.xml", 1, 2), "unknown element <x>");
    Reading invalid =
        new Reading(
            "d/p.xml",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(new PartitionPath("/production")),
            List.of(problem));
    Reading valid = Reading.of("d/q.xml", Partitions.of("/batch").build(), List.of());
    Desired desired = new Desired("d", true, List.of(invalid, valid), List.of());

    assertThat(ProblemText.of(desired, false))
        .contains("= effect: partition /production stays at its last applied generation;")
        .endsWith("2 files: 1 valid, 1 invalid\n");
    JsonNode root = JsonMapper.shared().readTree(ProblemJson.of(desired));
    assertThat(root.get("valid").asInt()).isEqualTo(1);
    assertThat(root.get("problems").get(0).get("partition").asString()).isEqualTo("/production");
  }

  private static Desired desired(Problem problem) {
    String file = problem.at().file();
    Reading reading =
        problem.isError()
            ? Reading.invalid(file, Optional.of(new GuestId(Driver.QEMU, "web1")), List.of(problem))
            : Reading.of(file, Guests.lxc("web1").build(), List.of(problem));
    return new Desired("d", true, List.of(reading), List.of());
  }
}
