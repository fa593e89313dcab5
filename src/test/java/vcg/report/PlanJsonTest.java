package vcg.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import vcg.model.Change;
import vcg.model.Plan;
import vcg.model.PlannedGuest;
import vcg.model.PlannedPartition;

class PlanJsonTest {
  @Test
  void of_everyStep_matchesTheSchema() throws IOException {
    List<Change> steps = Steps.all();
    Plan plan =
        plan(
            Samples.production(PlannedPartition.Action.LIVE, "", List.of(), steps, steps),
            Samples.guest(PlannedGuest.Action.LIVE, List.of(), steps));

    assertThat(violations(plan)).isEmpty();
    assertThat(steps.stream().map(Object::getClass).collect(Collectors.toSet()))
        .hasSameSizeAs(Change.class.getPermittedSubclasses());
  }

  @ParameterizedTest
  @EnumSource(PlannedPartition.Action.class)
  void of_partitionWithEveryAction_matchesTheSchema(PlannedPartition.Action action)
      throws IOException {
    var difference = Samples.difference("cpu", "shares", "1", "2");

    assertThat(
            violations(
                plan(Samples.production(action, "why", List.of(difference), List.of(), List.of()))))
        .isEmpty();
  }

  @Test
  void of_heldPartition_hasReasonPlaceAndChanges() {
    var difference = Samples.difference("cpu", "shares", "1024", "512");

    JsonNode root =
        json(
            plan(
                Samples.production(
                    PlannedPartition.Action.HOLD,
                    "drift is only reported",
                    List.of(difference),
                    List.of(),
                    List.of())));

    JsonNode partition = root.at("/partitions/0");
    assertThat(partition.required("action").asString()).isEqualTo("hold");
    assertThat(partition.required("reason").asString()).isEqualTo("drift is only reported");
    assertThat(partition.required("file").asString()).isEqualTo("d/production.xml");
    assertThat(partition.at("/changes/0/after").asString()).isEqualTo("512");
    assertThat(root.at("/summary/heldPartitions").asInt()).isEqualTo(1);
    assertThat(root.at("/summary/partitions").asInt()).isZero();
  }

  @Test
  void of_writesOfAllKinds_areCounted() {
    JsonNode root =
        json(
            plan(
                Samples.system(PlannedPartition.Action.LIVE, List.of(), Steps.all()),
                Samples.guest(PlannedGuest.Action.LIVE, List.of(), Steps.all())));

    assertThat(root.at("/summary/writes").asInt()).isEqualTo(2 * 21);
    assertThat(root.at("/summary/partitions").asInt()).isEqualTo(1);
  }

  @Test
  void of_start_tellsTheDirectoriesOfGroups() {
    JsonNode root =
        json(
            plan(
                Samples.system(PlannedPartition.Action.NONE, List.of(), List.of()),
                Samples.guest(PlannedGuest.Action.START, List.of(), Steps.all())));

    JsonNode start =
        root.at("/guests/0/steps")
            .valueStream()
            .filter(s -> s.required("step").asString().equals("startGuest"))
            .findFirst()
            .orElseThrow();
    assertThat(start.at("/groups/vcpu0/0").asString()).isEqualTo("cpu:/system/web/vcpu0");
    assertThat(start.at("/groups/emulator/0").asString()).isEqualTo("cpu:/system/web/emulator");
  }

  @Test
  void of_planWithOneMoreWarning_isAnotherPlanToASavedOne() {
    Plan quiet = Samples.plan(List.of(), List.of(), List.of());
    Plan warned = Samples.plan(List.of("no swap accounting"), List.of(), List.of());

    SavedPlan saved = SavedPlan.parse(PlanJson.of(warned));

    assertThat(saved.holds(warned)).isTrue();
    assertThat(saved.holds(quiet)).isFalse();
    assertThat(json(warned).at("/warnings/0").asString()).isEqualTo("no swap accounting");
  }

  private static Plan plan(PlannedPartition partition, PlannedGuest... guests) {
    return Samples.plan(List.of("a warning"), List.of("a refusal"), List.of(partition), guests);
  }

  private static JsonNode json(Plan plan) {
    return new JsonMapper().readTree(PlanJson.of(plan));
  }

  private static List<?> violations(Plan plan) throws IOException {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(Files.readString(Path.of("docs/plan.schema.json")))
        .validate(PlanJson.of(plan), InputFormat.JSON);
  }
}
