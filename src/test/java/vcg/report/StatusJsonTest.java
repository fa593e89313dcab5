package vcg.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import vcg.cgroup.DeviceProgram;
import vcg.model.DeviceAccess;
import vcg.model.Plan;
import vcg.model.PlannedGuest;
import vcg.model.PlannedPartition;

class StatusJsonTest {
  private static final PlannedGuest WEB =
      Samples.guest(PlannedGuest.Action.NONE, List.of(), List.of());
  private static final DeviceProgram OURS = new DeviceProgram(5, "vcg_0123456789a");
  private static final DeviceProgram OTHERS = new DeviceProgram(4, "sd_devices");

  @Test
  void of_guestThatNeverRanAndHasAnInvalidFile_isHeld() {
    PlannedGuest held =
        Samples.guest(PlannedGuest.Action.HOLD, "unknown element <x>", List.of(), List.of());

    JsonNode guest = json(Samples.plan(List.of(), held), DeviceAccess.NONE).at("/guests/0");

    assertThat(guest.required("name").asString()).isEqualTo("web");
    assertThat(guest.required("state").asString()).isEqualTo("off");
    assertThat(guest.required("sync").asString()).isEqualTo("held");
    assertThat(guest.required("line").asInt()).isEqualTo(2);
  }

  @Test
  void of_devices_tellsWhatEnforcesThePolicy() {
    assertThat(devices(Optional.of("c 1:3 rwm"))).isEqualTo("list");
    assertThat(devices(Optional.of("a *:* rwm"))).isEqualTo("none");
    assertThat(devices(Optional.empty(), OURS, OTHERS)).isEqualTo("program");
    assertThat(devices(Optional.empty(), OTHERS)).isEqualTo("none");
    assertThat(devices(Optional.empty())).isEqualTo("none");
  }

  @Test
  void of_deviceProgramsOfOthers_areListed() {
    DeviceAccess access = new DeviceAccess(Optional.empty(), List.of(OTHERS, OURS));

    JsonNode foreign =
        json(Samples.plan(List.of(), WEB), access).at("/guests/0/foreignDevicePrograms");

    assertThat(foreign).hasSize(1);
    assertThat(foreign.get(0).required("name").asString()).isEqualTo("sd_devices");
  }

  @Test
  void of_partition_hasItsDocumentAndChanges() {
    PlannedPartition partition =
        Samples.production(
            PlannedPartition.Action.LIVE,
            "",
            List.of(Samples.difference("cpu", "shares", "1024", "512")),
            List.of(),
            List.of());

    JsonNode partitions =
        json(Samples.plan(List.of(partition), WEB), DeviceAccess.NONE, "cpu:/system")
            .required("partitions");

    assertThat(partitions).hasSize(2);
    JsonNode production = partitions.get(0);
    assertThat(production.required("path").asString()).isEqualTo("/production");
    assertThat(production.required("sync").asString()).isEqualTo("differs");
    assertThat(production.required("file").asString()).isEqualTo("d/production.xml");
    assertThat(production.required("made").asBoolean()).isFalse();
    assertThat(production.at("/changes/0/after").asString()).isEqualTo("512");
    JsonNode system = partitions.get(1);
    assertThat(system.required("sync").asString()).isEqualTo("in sync");
    assertThat(system.required("made").asBoolean()).isTrue();
    assertThat(system.has("file")).isFalse();
  }

  private static String devices(Optional<String> list, DeviceProgram... programs) {
    return json(Samples.plan(List.of(), WEB), new DeviceAccess(list, List.of(programs)))
        .at("/guests/0/devices")
        .asString();
  }

  private static JsonNode json(Plan plan, DeviceAccess access, String... made) {
    return new JsonMapper().readTree(StatusJson.of(plan, Samples.host(access, made)));
  }
}
