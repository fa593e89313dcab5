package vcg.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/plan.schema.json describes every plan that the golden cases record. */
class PlanSchemaTest {
  static Stream<Path> plans() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/test/resources/vcg/plan"))) {
      return files.filter(f -> f.endsWith("plan.json")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("plans")
  void plan_ofEveryGoldenCase_matchesTheSchema(Path plan) throws IOException {
    assertThat(schema().validate(Files.readString(plan), InputFormat.JSON)).isEmpty();
  }

  @Test
  void plan_withAFieldThatIsNotDescribed_doesNot() throws IOException {
    String plan = Files.readString(plans().findFirst().orElseThrow());

    assertThat(schema().validate(plan.replace("\"foreign\"", "\"strange\""), InputFormat.JSON))
        .isNotEmpty();
  }

  private static Schema schema() throws IOException {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(Files.readString(Path.of("docs/plan.schema.json")));
  }
}
