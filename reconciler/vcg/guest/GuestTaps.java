package vcg.guest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import vcg.model.ActualGuest;
import vcg.model.ActualTap;
import vcg.model.Change;
import vcg.model.Difference;
import vcg.model.Guest;
import vcg.model.GuestId;
import vcg.model.GuestUser;
import vcg.model.Located;
import vcg.model.Location;
import vcg.model.Machine;
import vcg.model.NetworkBackend;
import vcg.model.NetworkCard;
import vcg.model.Running;

/** The steps that make and remove the interfaces of guests. */
public final class GuestTaps {
  private static final int MAX_MARK = 200;

  private GuestTaps() {}

  /** What must be done before a guest starts; its networks stand for bridges already. */
  public static List<Change> before(Guest guest, ActualGuest there, Optional<GuestUser> user) {
    List<Change> steps = new ArrayList<>(leftOver(there));
    if (guest.machine() instanceof Machine.Container container) {
      steps.addAll(ContainerCards.before(guest, container));
    }
    wanted(guest, user).values().forEach(want -> steps.add(want.add()));
    return steps;
  }

  /**
   * A tap device of a document, and the card that it belongs to.
   *
   * @param bridge empty: it is not for vcg to connect it to one
   */
  private record Wanted(Change add, Optional<String> bridge, String mac, Location at) {}

  private static SortedMap<String, Wanted> wanted(Guest guest, Optional<GuestUser> user) {
    SortedMap<String, Wanted> wanted = new TreeMap<>();
    if (guest.machine() instanceof Machine.Qemu machine) {
      List<NetworkCard> cards = machine.hardware().cards();
      for (int i = 0; i < cards.size(); i++) {
        NetworkCard card = cards.get(i);
        String mac = CardOptions.mac(card, guest.uuid(), i);
        if (card.backend() instanceof NetworkBackend.Direct direct) {
          String name = DirectCards.name(guest, direct, mac);
          Change.AddMacvtap add =
              new Change.AddMacvtap(
                  guest.id(),
                  name,
                  direct.device().value(),
                  direct.mode(),
                  mac,
                  card.tuning().mtu());
          wanted.put(name, new Wanted(add, Optional.empty(), mac, direct.device().at()));
        }
        if (card.backend() instanceof NetworkBackend.Bridge bridge) {
          String tap = bridge.tap().orElseGet(() -> CardOptions.tapName(guest.uuid(), mac));
          Change.AddTap add =
              new Change.AddTap(
                  guest.id(),
                  tap,
                  Optional.of(bridge.bridge().value()),
                  card.tuning().queues() > 1,
                  card.tuning().mtu(),
                  bridge.isolated(),
                  user,
                  Optional.empty(),
                  Optional.empty());
          wanted.put(tap, new Wanted(add, add.bridge(), mac, bridge.bridge().at()));
        }
        if (card.backend() instanceof NetworkBackend.Tap tap) {
          String name = CardOptions.tapName(guest, tap, mac);
          Change.AddTap add =
              new Change.AddTap(
                  guest.id(),
                  name,
                  Optional.empty(),
                  card.tuning().queues() > 1,
                  card.tuning().mtu(),
                  false,
                  user,
                  tap.scripts().up().map(Located::value),
                  tap.scripts().down().map(Located::value));
          if (tap.made() || !tap.scripts().equals(NetworkBackend.Scripts.NONE)) {
            wanted.put(name, new Wanted(add, Optional.empty(), mac, card.at()));
          }
        }
      }
    }
    return wanted;
  }

  /** The mark of a guest's tap devices; the kernel takes 255 bytes. */
  public static String mark(GuestId guest) {
    String mark = "vcg " + guest.fileName();
    return mark.substring(0, Math.min(MAX_MARK, mark.length()));
  }

  /** Removes what a guest that does not run has left, such as one that was killed with its vcg. */
  public static List<Change> leftOver(ActualGuest there) {
    List<Change> steps = new ArrayList<>();
    there
        .taps()
        .forEach((tap, is) -> {
          if (!is.open()) { // otherwise it is another vcg's guest of that name
            steps.add(new Change.RemoveTap(there.id(), tap));
          }
        });
    return steps;
  }

  /**
   * What is to happen to the tap devices of a guest that runs.
   *
   * @param out when devices have been taken out
   * @param in before devices are plugged in
   */
  public record Result(List<Difference> differences, List<Change> out, List<Change> in) {
    public Result {
      differences = List.copyOf(differences);
      out = List.copyOf(out);
      in = List.copyOf(in);
    }
  }

  /** Compares those of a guest that runs with its document. */
  public static Result running(
      Guest guest,
      ActualGuest there,
      HotPlug.Result plug,
      Optional<GuestUser> user,
      Difference.Cause cause) {
    SortedMap<String, Wanted> wanted = wanted(guest, user);
    List<Difference> differences = new ArrayList<>();
    List<Change> out = new ArrayList<>();
    List<Change> in = new ArrayList<>();
    wanted.forEach((tap, want) -> {
      ActualTap is = there.taps().get(tap);
      String bridge = want.bridge().orElse("");
      if (plug.opens(tap)) {
        in.add(want.add());
      } else if (is != null && want.bridge().isPresent() && !is.bridge().equals(want.bridge())) {
        differences.add(
            new Difference(
                "interface " + want.mac(),
                "bridge",
                is.bridge().orElse("none"),
                bridge,
                Optional.of(want.at()),
                cause,
                Difference.Interruption.HOTPLUG));
        in.add(new Change.ConnectTap(guest.id(), tap, bridge));
      }
    });
    there
        .taps()
        .forEach((tap, is) -> {
          boolean unused = !is.open() || plug.takesOutACard();
          if (!wanted.containsKey(tap) && !is.macvtap() && unused) {
            out.add(new Change.RemoveTap(guest.id(), tap));
          }
        });
    return new Result(differences, out, in);
  }

  /**
   * What must be done after a guest's process has ended: it was started with some of its cards, and
   * others were plugged in. That of a tap device which QEMU opened itself has its name, of a
   * macvtap device the mark alone tells.
   */
  public static List<Change> after(ActualGuest there, Running running) {
    Stream<Argument> plugged =
        running.live().stream()
            .flatMap(live -> live.notes().entrySet().stream())
            .flatMap(note -> Notes.option(note.getKey(), note.getValue()).stream())
            .map(DeviceSlot::argument);
    Stream<String> named =
        Stream.concat(Argument.parse(running.arguments()).stream(), plugged)
            .filter(a -> a.name().equals("-netdev") && "tap".equals(a.leaves().get("type")))
            .flatMap(a -> Optional.ofNullable(a.leaves().get("ifname")).stream());
    return Stream.concat(named, there.taps().keySet().stream())
        .distinct()
        .<Change>map(tap -> new Change.RemoveTap(there.id(), tap))
        .toList();
  }
}
