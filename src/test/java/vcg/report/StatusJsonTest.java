package vcg.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import vcg.FakeMachine;
import vcg.cgroup.FakeCgroupFs;
import vcg.model.Desired;
import vcg.model.Driver;
import vcg.model.GuestId;
import vcg.model.Location;
import vcg.model.Problem;
import vcg.model.Reading;

class StatusJsonTest {
  @TempDir Path run;

  @Test
  void of_guestThatNeverRanAndHasAnInvalidFile_isHeld() throws Exception {
    FakeMachine machine = new FakeMachine(FakeCgroupFs.separate(), run);
    Problem error = Problem.error("VCG103", new Location("d/new.xml", 3, 5), "unknown element <x>");
    GuestId id = new GuestId(Driver.QEMU, "new");
    Reading reading = new Reading("d/new.xml", Optional.empty(), Optional.of(id), List.of(error));
    Desired desired = new Desired("d", true, List.of(reading), List.of());

    String json = StatusJson.of(machine.plan(desired), machine.observe(desired));

    JsonNode guest = new JsonMapper().readTree(json).required("guests").get(0);
    assertThat(guest.required("name").asString()).isEqualTo("new");
    assertThat(guest.required("state").asString()).isEqualTo("off");
    assertThat(guest.required("sync").asString()).isEqualTo("held");
    assertThat(guest.required("line").asInt()).isEqualTo(3);
  }
}
