package vcg.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import vcg.model.Command;
import vcg.model.Driver;
import vcg.model.Graphics;
import vcg.model.Guest;
import vcg.model.GuestId;
import vcg.model.Guests;
import vcg.model.Lines;
import vcg.model.LiveSetting;
import vcg.model.Location;
import vcg.model.Peripherals;
import vcg.model.Screen;
import vcg.model.VirtioDriver;

/** What documents do not show: devices that few hosts have, ports that are chosen, passwords. */
class PeripheralsTest {
  private static final Location AT = new Location("web.xml", 9, 5);
  private static final String SECRET = "very secret";

  @Test
  void of_vsock_hasItsAddressAndNeedsTheDevice() {
    Guest guest =
        guest(
            "web",
            Screen.NONE,
            Optional.of(new Peripherals.Vsock(AT, "virtio", 77, VirtioDriver.USUAL)));

    assertThat(values(guest, "-device"))
        .contains("{\"driver\":\"vhost-vsock-pci\",\"id\":\"vsock\",\"guest-cid\":77}");
    assertThat(HostPath.of(guest))
        .contains(new HostPath("/dev/vhost-vsock", HostPath.Kind.CHARACTER_DEVICE, false, AT));
  }

  @Test
  void of_spiceWithoutPort_isOfTheGuestAlone() {
    List<Integer> ports =
        List.of("web", "db", "mail").stream().map(n -> port(guest(n, screen(), none()))).toList();

    assertThat(ports).allMatch(p -> p >= 20_000 && p < 32_768).doesNotHaveDuplicates();
    assertThat(port(guest("web", screen(), none()))).isEqualTo(ports.getFirst());
  }

  @Test
  void of_spicePortThatAnotherGuestHas_isTheNextOne() {
    Guest web = guest("web", screen(), none());
    Guest twin = guest("web", screen(), none());
    Guest other =
        new Guest(
            new GuestId(Driver.QEMU, "twin"),
            twin.uuid(), // the same hash
            twin.at(),
            twin.digest(),
            twin.partition(),
            twin.tuning(),
            twin.groups(),
            twin.policy(),
            twin.machine());

    SpicePorts ports = SpicePorts.of(List.of(web, other), Map.of());

    assertThat(ports.chosen())
        .containsEntry(web.id(), Map.of("port", port(web)))
        .containsEntry(other.id(), Map.of("port", port(web) + 1));
    Command command = ports.put(other, QemuCommand.of(other, QemuCommands.FILES));
    assertThat(command.arguments()).anyMatch(a -> a.startsWith("port=" + (port(web) + 1) + ","));
  }

  @Test
  void of_spiceWithEncryption_twoPortsOfItsOwn() {
    Graphics.Tls tls =
        new Graphics.Tls(Optional.empty(), true, new TreeMap<>(Map.of("main", true)));
    Guest web = guest("web", screen(Optional.of(tls)), none());

    Map<String, Integer> chosen =
        Objects.requireNonNull(SpicePorts.of(List.of(web), Map.of()).chosen().get(web.id()));

    assertThat(chosen).containsOnlyKeys("port", "tls-port").containsEntry("port", port(web));
    assertThat(chosen.values()).doesNotHaveDuplicates();
    Command command =
        new SpicePorts(Map.of(web.id(), Map.of("port", 20_001, "tls-port", 20_002)))
            .put(web, QemuCommand.of(web, QemuCommands.FILES));
    assertThat(command.arguments()).anyMatch(a -> a.startsWith("port=20001,tls-port=20002,addr="));
  }

  @Test
  void of_password_isInNoArgumentAndNoText() {
    Command command = QemuCommand.of(guest("web", screen(), none()), QemuCommands.FILES);

    assertThat(command.arguments()).noneMatch(a -> a.contains(SECRET));
    assertThat(command.toString()).doesNotContain(SECRET);
    List<LiveSetting.Request> requests = command.settings().getFirst().requests();
    assertThat(requests)
        .extracting(LiveSetting.Request::command)
        .containsExactly("set_password", "expire_password");
    assertThat(requests.getFirst().arguments()).containsEntry("password", SECRET);
  }

  private static Optional<Peripherals.Vsock> none() {
    return Optional.empty();
  }

  private static Screen screen() {
    return screen(Optional.empty());
  }

  private static Screen screen(Optional<Graphics.Tls> tls) {
    Graphics.Spice spice =
        new Graphics.Spice(
            AT,
            new Graphics.Listen.Tcp("::1", Optional.empty()),
            tls,
            Optional.of(new Graphics.Password(SECRET, Optional.empty())),
            Optional.empty(),
            new Graphics.Compression(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    return new Screen(List.of(spice), List.of(), List.of(), List.of());
  }

  private static Guest guest(String name, Screen screen, Optional<Peripherals.Vsock> vsock) {
    return Guests.qemu(name)
        .peripherals(
            new Peripherals(
                Lines.NONE,
                screen,
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                List.of(),
                Peripherals.Balloon.PLAIN,
                vsock,
                Optional.empty()))
        .build();
  }

  private static int port(Guest guest) {
    return Integer.parseInt(
        KeyValues.parse(values(guest, "-spice").getFirst()).getOrDefault("port", "none"));
  }

  private static List<String> values(Guest guest, String option) {
    return QemuCommand.of(guest, QemuCommands.FILES).options().stream()
        .filter(o -> o.name().equals(option))
        .flatMap(o -> o.value().stream())
        .toList();
  }
}
