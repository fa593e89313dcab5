package vcg.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import vcg.model.Actual;
import vcg.model.ActualGuest;
import vcg.model.DeviceAccess;
import vcg.model.GuestId;

/** What {@link SnapshotJson} writes, {@link SnapshotReader} reads. */
class SnapshotJsonTest {
  static LongStream seeds() {
    return LongStream.range(0, 300);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void parse_ofAnyHost_givesTheVerySame(long seed) {
    Actual actual = new GeneratedHost(new Random(seed)).actual();

    String snapshot = SnapshotJson.of(actual);

    assertThat(SnapshotReader.parse(snapshot)).isEqualTo(actual);
    assertThat(SnapshotJson.of(SnapshotReader.parse(snapshot))).isEqualTo(snapshot);
  }

  @Test
  void of_deviceList_standsLineByLine() {
    Actual actual = new GeneratedHost(new Random(1)).actual();
    DeviceAccess access = new DeviceAccess(Optional.of("c 1:3 rwm\nb 8:0 rw"), List.of());
    ActualGuest guest = GeneratedHost.guest(access);

    JsonNode root = new JsonMapper().readTree(SnapshotJson.of(withOnly(actual, guest)));

    assertThat(root.at("/guests/0/devices/list").valueStream().map(JsonNode::asString))
        .containsExactly("c 1:3 rwm", "b 8:0 rw");
  }

  @Test
  void parse_nameThatNobodyKnows_saysWhich() {
    String snapshot = SnapshotJson.of(new GeneratedHost(new Random(1)).actual());
    String strange = snapshot.replaceFirst("(\"layout\" : )\"[a-z]+\"", "$1\"spiral\"");

    assertThatThrownBy(() -> SnapshotReader.parse(strange))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("spiral");
  }

  @Test
  void parse_otherFormat_saysWhatItReads() {
    assertThatThrownBy(() -> SnapshotReader.parse("{\"formatVersion\": 7}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("it has formatVersion 7, this vcg reads 1");
  }

  private static Actual withOnly(Actual actual, ActualGuest guest) {
    TreeMap<GuestId, ActualGuest> guests = new TreeMap<>();
    guests.put(guest.id(), guest);
    return new Actual(
        actual.host(),
        guests,
        actual.parent(),
        actual.partitions(),
        actual.remembered(),
        actual.devices(),
        actual.foreign(),
        actual.refusals());
  }
}
