package vcg.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vcg.model.CardTuning;
import vcg.model.Change;
import vcg.model.Desired;
import vcg.model.DevicePlace;
import vcg.model.Guest;
import vcg.model.Guests;
import vcg.model.Located;
import vcg.model.Location;
import vcg.model.NetworkBackend;
import vcg.model.NetworkCard;
import vcg.model.Reading;

class NetworksTest {
  private static final Location AT = new Location("web.xml", 7, 3);

  @Test
  void parse_listsAndSingles_areOneMap() {
    Networks networks = Networks.parse(List.of("default=br0,dmz=br1", "of office=br-2.5"));

    assertThat(networks.bridges())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("default", "br0", "dmz", "br1", "of office", "br-2.5"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "default", "=br0", "default=", "default=a/b", "a=b,", "a=b,a=c"})
  void parse_wrongMapping_isRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Networks.parse(List.of(text)));
  }

  @Test
  void resolve_knownNetwork_isItsBridgeInTheSteps() {
    Guest guest = resolved(Networks.parse(List.of("default=br0")));

    assertThat(Networks.unknown(guest)).isEmpty();
    assertThat(GuestTaps.before(guest))
        .singleElement()
        .satisfies(step -> {
          Change.AddTap add = (Change.AddTap) step;
          assertThat(add.bridge()).isEqualTo("br0");
          assertThat(add.tap()).startsWith("vcgt").hasSizeLessThanOrEqualTo(15);
        });
  }

  @Test
  void resolve_unknownNetwork_staysAndSaysWhere() {
    Guest guest = resolved(Networks.parse(List.of()));

    assertThat(Networks.unknown(guest).orElseThrow().at()).isEqualTo(AT);
    assertThat(Networks.unknown(guest).orElseThrow().value()).contains("network \"default\"");
  }

  @Test
  void after_argumentsOfTheProcess_areTheTapsThatItHad() {
    Guest guest = resolved(Networks.parse(List.of("default=br0")));
    List<String> arguments = QemuCommand.of(guest, QemuCommands.FILES).arguments();
    Change.AddTap add = (Change.AddTap) GuestTaps.before(guest).getFirst();

    assertThat(GuestTaps.after(guest.id(), arguments))
        .containsExactly(new Change.RemoveTap(guest.id(), add.tap()));
  }

  private static Guest resolved(Networks networks) {
    Guest guest =
        Guests.qemu("web")
            .nic(
                new NetworkCard(
                    AT,
                    Optional.empty(),
                    "virtio",
                    new NetworkBackend.Bridge(
                        new Located<>("default", AT), true, Optional.empty(), false),
                    CardTuning.NONE,
                    Optional.empty(),
                    false,
                    DevicePlace.ANY))
            .build();
    Desired desired =
        new Desired(".", true, List.of(Reading.of("web.xml", guest, List.of())), List.of());
    return networks.resolve(desired).guests().getFirst();
  }
}
