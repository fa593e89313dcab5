package vcg.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vcg.model.ActualCgroup;
import vcg.model.ActualContainer;
import vcg.model.ActualGuest;
import vcg.model.ActualTap;
import vcg.model.CardTuning;
import vcg.model.Change;
import vcg.model.Desired;
import vcg.model.DeviceAccess;
import vcg.model.DevicePlace;
import vcg.model.Difference;
import vcg.model.Guest;
import vcg.model.Guests;
import vcg.model.LiveDevices;
import vcg.model.Located;
import vcg.model.Location;
import vcg.model.NetworkBackend;
import vcg.model.NetworkCard;
import vcg.model.ProcessId;
import vcg.model.Reading;
import vcg.model.Running;

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
    assertThat(before(guest))
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
    Change.AddTap add = (Change.AddTap) before(guest).getFirst();

    assertThat(GuestTaps.after(guest.id(), running(guest, true)))
        .containsExactly(new Change.RemoveTap(guest.id(), add.tap()));
  }

  @Test
  void running_tapOnAnotherBridge_isConnectedToTheRightOne() {
    Guest guest = resolved(Networks.parse(List.of("default=br0")));
    String tap = ((Change.AddTap) before(guest).getFirst()).tap();

    GuestTaps.Result moved = compare(guest, true, Map.of(tap, on("br9")));
    GuestTaps.Result same = compare(guest, true, Map.of(tap, on("br0")));

    assertThat(moved.in()).containsExactly(new Change.ConnectTap(guest.id(), tap, "br0"));
    assertThat(moved.differences())
        .extracting(Difference::field, Difference::before, Difference::after)
        .containsExactly(tuple("bridge", "br9", "br0"));
    assertThat(same).isEqualTo(new GuestTaps.Result(List.of(), List.of(), List.of()));
  }

  @Test
  void running_cardPluggedIn_getsItsTapBefore() {
    Guest guest = resolved(Networks.parse(List.of("default=br0")));

    assertThat(compare(guest, false, Map.of()).in()).isEqualTo(before(guest));
  }

  @Test
  void leftOver_tapThatNobodyHolds_isRemoved() {
    Guest guest = resolved(Networks.parse(List.of("default=br0")));

    assertThat(
            GuestTaps.leftOver(
                there(guest, Map.of("a", new ActualTap(Optional.empty(), false), "b", on("br0")))))
        .containsExactly(new Change.RemoveTap(guest.id(), "a"));
  }

  private static ActualTap on(String bridge) {
    return new ActualTap(Optional.of(bridge), true);
  }

  /** Compares a guest with its process, which has its card, or has none yet. */
  private static GuestTaps.Result compare(Guest guest, boolean card, Map<String, ActualTap> taps) {
    Difference.Cause cause = Difference.Cause.DRIFT;
    HotPlug.Result plug =
        HotPlug.of(guest, QemuCommands.FILES, running(guest, card), new TreeMap<>(), cause);
    return GuestTaps.running(guest, there(guest, taps), plug, Optional.empty(), cause);
  }

  private static List<Change> before(Guest guest) {
    return GuestTaps.before(guest, there(guest, Map.of()), Optional.empty());
  }

  private static Running running(Guest guest, boolean card) {
    List<String> arguments =
        QemuCommand.of(card ? guest : Guests.qemu("web").build(), QemuCommands.FILES).arguments();
    TreeSet<String> devices = new TreeSet<>();
    DeviceSlot.of(Argument.options(arguments)).keySet().forEach(devices::add);
    LiveDevices live =
        new LiveDevices(
            devices,
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            1,
            Optional.empty());
    return new Running(
        new ProcessId(1, 1),
        Running.State.RUNNING,
        new TreeMap<>(),
        new TreeMap<>(),
        arguments,
        Optional.of(live));
  }

  private static ActualGuest there(Guest guest, Map<String, ActualTap> taps) {
    return new ActualGuest(
        guest.id(),
        Optional.empty(),
        Optional.empty(),
        ActualCgroup.none("/system/web"),
        new TreeMap<>(),
        DeviceAccess.NONE,
        new TreeMap<>(taps),
        ActualContainer.NONE);
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
