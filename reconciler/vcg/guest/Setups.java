package vcg.guest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import vcg.model.Graphics;
import vcg.model.Guest;
import vcg.model.Machine;
import vcg.model.NetworkCard;
import vcg.model.Setup;
import vcg.model.Setup.Request;
import vcg.model.Setup.Secret;

/** What the command line of QEMU cannot say: passwords, and what only its monitor takes. */
final class Setups {
  private Setups() {}

  static Setup of(Guest guest, Machine.Qemu machine) {
    List<Secret> secrets = new ArrayList<>();
    List<Request> requests = new ArrayList<>();
    for (Graphics graphics : machine.hardware().peripherals().screen().graphics()) {
      graphics
          .password()
          .ifPresent(password -> {
            secrets.add(new Secret(GraphicsOptions.passwordFile(graphics), password.text()));
            password.expiresSeconds().ifPresent(time -> requests.add(expiry(graphics, time)));
          });
    }
    if (machine.hardware().balloon()) {
      machine
          .hardware()
          .peripherals()
          .balloon()
          .statsSeconds()
          .ifPresent(seconds -> requests.add(stats(seconds)));
    }
    List<NetworkCard> cards = machine.hardware().cards();
    for (int i = 0; i < cards.size(); i++) {
      if (cards.get(i).linkDown()) {
        String id = CardOptions.id(CardOptions.mac(cards.get(i), guest.uuid(), i));
        requests.add(request("set_link", Map.of("name", id, "up", false)));
      }
    }
    return new Setup(secrets, requests);
  }

  private static Request expiry(Graphics graphics, long seconds) {
    String protocol = graphics instanceof Graphics.Vnc ? "vnc" : "spice";
    return request("expire_password", Map.of("protocol", protocol, "time", Long.toString(seconds)));
  }

  private static Request stats(int seconds) {
    return request(
        "qom-set",
        Map.of(
            "path", "/machine/peripheral/balloon",
            "property", "guest-stats-polling-interval",
            "value", seconds));
  }

  private static Request request(String command, Map<String, Object> arguments) {
    return new Request(command, new TreeMap<>(arguments));
  }
}
