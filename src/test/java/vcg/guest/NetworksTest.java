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
import vcg.model.Command;
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
          assertThat(add.bridge()).contains("br0");
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

    assertThat(GuestTaps.after(there(guest, Map.of()), running(guest, true)))
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
  void before_directCard_isAMacvtapDeviceWithTheAddressOfTheCard() {
    assertThat(before(direct(NetworkBackend.Mode.VEPA)))
        .containsExactly(
            new Change.AddMacvtap(
                direct(NetworkBackend.Mode.VEPA).id(),
                "web0",
                "eth0",
                NetworkBackend.Mode.VEPA,
                "52:54:00:00:00:01",
                Optional.empty()));
  }

  @Test
  void after_directCard_isRemovedByItsMark() {
    Guest guest = direct(NetworkBackend.Mode.VEPA);

    assertThat(GuestTaps.after(there(guest, Map.of("web0", HELD)), running(guest, true)))
        .containsExactly(new Change.RemoveTap(guest.id(), "web0"));
  }

  @Test
  void running_directCardLeavesWhileAnotherIsTakenOut_keepsItsDeviceUntilTheEnd() {
    Guest bridged = resolved(Networks.parse(List.of("default=br0")));
    Difference.Cause cause = Difference.Cause.DOCUMENT;
    Guest none = Guests.qemu("web").build();
    HotPlug.Result plug =
        HotPlug.of(none, QemuCommands.FILES, running(bridged, true), new TreeMap<>(), cause);
    ActualGuest there = there(none, Map.of("web0", HELD, "web1", on("br0")));

    assertThat(GuestTaps.running(none, there, plug, Optional.empty(), cause).out())
        .containsExactly(new Change.RemoveTap(none.id(), "web1"));
  }

  @Test
  void running_otherModeOfADirectCard_needsARestart() {
    Guest guest = direct(NetworkBackend.Mode.VEPA);
    Guest other = direct(NetworkBackend.Mode.BRIDGE);

    HotPlug.Result plug =
        HotPlug.of(
            other,
            QemuCommands.FILES,
            running(guest, true),
            new TreeMap<>(),
            Difference.Cause.DOCUMENT);

    assertThat(plug.in()).isEmpty();
    assertThat(plug.restart())
        .extracting(Difference::object, Difference::field, Difference::before, Difference::after)
        .containsExactly(
            tuple("interface 52:54:00:00:00:01", "source", "vepa eth0", "bridge eth0"));
  }

  @Test
  void opens_severalDirectCards_areNumberedByQueue() {
    Guest guest =
        Guests.qemu("web")
            .nic(card("52:54:00:00:00:01", "web0", NetworkBackend.Mode.VEPA, 2))
            .nic(card("52:54:00:00:00:02", "web1", NetworkBackend.Mode.VEPA, 1))
            .build();

    Command command = QemuCommand.of(guest, QemuCommands.FILES);

    assertThat(command.opens()).isEqualTo(Map.of(3, "web0", 4, "web0", 5, "web1"));
    assertThat(command.arguments())
        .anyMatch(a -> a.contains("\"id\":\"net-525400000001.vepa.eth0\",\"fds\":\"3:4\""))
        .anyMatch(a -> a.contains("\"id\":\"net-525400000002.vepa.eth0\",\"fd\":\"5\""));
  }

  private static final ActualTap HELD = new ActualTap(Optional.empty(), true, true);

  private static Guest direct(NetworkBackend.Mode mode) {
    return Guests.qemu("web").nic(card("52:54:00:00:00:01", "web0", mode, 1)).build();
  }

  private static NetworkCard card(String mac, String name, NetworkBackend.Mode mode, int queues) {
    CardTuning none = CardTuning.NONE;
    return new NetworkCard(
        AT,
        Optional.of(mac),
        "virtio",
        new NetworkBackend.Direct(new Located<>("eth0", AT), mode, Optional.of(name)),
        new CardTuning(
            false,
            none.timer(),
            queues,
            none.rxQueue(),
            none.txQueue(),
            none.features(),
            none.mtu(),
            none.rom(),
            Optional.empty()),
        Optional.empty(),
        false,
        DevicePlace.ANY);
  }

  @Test
  void leftOver_tapThatNobodyHolds_isRemoved() {
    Guest guest = resolved(Networks.parse(List.of("default=br0")));

    assertThat(
            GuestTaps.leftOver(
                there(
                    guest,
                    Map.of("a", new ActualTap(Optional.empty(), false, false), "b", on("br0")))))
        .containsExactly(new Change.RemoveTap(guest.id(), "a"));
  }

  private static ActualTap on(String bridge) {
    return new ActualTap(Optional.of(bridge), true, false);
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
