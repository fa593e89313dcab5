package vcg.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import vcg.guest.HostPath;
import vcg.guest.HotPlug;
import vcg.model.Actual;
import vcg.model.ActualGuest;
import vcg.model.Change;
import vcg.model.Difference;
import vcg.model.Driver;
import vcg.model.Granted;
import vcg.model.Guest;
import vcg.model.GuestRecord;
import vcg.model.GuestUser;
import vcg.model.PlannedGuest;

/** Which files are opened to the user whom guests run as. */
record Access(Optional<GuestUser> user) {
  private static final String AS_VCG = "as vcg";

  /** What a guest is to have when it starts; empty: it runs as vcg does. */
  Optional<Granted> granted(Guest guest) {
    return user.filter(_ -> guest.id().driver() == Driver.QEMU)
        .map(who -> {
          SortedMap<String, Boolean> files = new TreeMap<>();
          files(guest).forEach(f -> files.merge(f.path(), f.isChain(), Boolean::logicalOr));
          return new Granted(who, files);
        });
  }

  /** That a running guest runs as somebody else than it would now. */
  Optional<Difference> otherUser(Guest guest, GuestRecord record) {
    Optional<GuestUser> now = record.granted().map(Granted::user);
    return now.equals(user)
        ? Optional.empty()
        : Optional.of(
            new Difference(
                "machine",
                "user",
                now.map(GuestUser::name).orElse(AS_VCG),
                user.map(GuestUser::name).orElse(AS_VCG),
                Optional.of(guest.at()),
                Difference.Cause.DOCUMENT,
                Difference.Interruption.RESTART));
  }

  List<Change> grant(Guest guest) {
    List<Change> steps = new ArrayList<>();
    user.filter(_ -> guest.id().driver() == Driver.QEMU)
        .ifPresent(who ->
            files(guest)
                .forEach(f ->
                    steps.add(
                        new Change.GrantAccess(
                            f.path(), who, !f.readOnly(), f.isChain(), f.isMade()))));
    return steps;
  }

  /** Opens what is about to be plugged into a running guest, to whom that guest runs as. */
  static List<Change> grant(Guest guest, Optional<Granted> had, HotPlug.Result plug) {
    Optional<GuestUser> who = had.map(Granted::user);
    return new Access(who)
        .grant(guest).stream()
            .filter(step -> step instanceof Change.GrantAccess grant && plug.opens(grant.path()))
            .toList();
  }

  /**
   * What a running guest has once it is changed.
   *
   * @param whole whether it is then as its document says; otherwise it may still use what it had
   */
  static Optional<Granted> changed(Guest guest, Optional<Granted> had, boolean whole) {
    return had.map(before -> {
      SortedMap<String, Boolean> files = new TreeMap<>(whole ? Map.of() : before.files());
      new Access(Optional.of(before.user()))
          .granted(guest)
          .ifPresent(now -> files.putAll(now.files()));
      return new Granted(before.user(), files);
    });
  }

  private static List<HostPath> files(Guest guest) {
    return HostPath.of(guest).stream().filter(HostPath::isOpened).toList();
  }

  /** Takes back what no guest will need once all steps are done, of each that had it. */
  static List<PlannedGuest> revoke(List<PlannedGuest> guests, Actual actual) {
    SortedMap<String, GuestUser> needed = new TreeMap<>();
    for (PlannedGuest guest : guests) {
      guest
          .record()
          .flatMap(GuestRecord::granted)
          .ifPresent(g -> g.files().keySet().forEach(path -> needed.put(path, g.user())));
    }
    return guests.stream().map(guest -> revoke(guest, needed, actual)).toList();
  }

  private static PlannedGuest revoke(
      PlannedGuest guest, Map<String, GuestUser> needed, Actual actual) {
    Optional<Granted> had =
        Optional.ofNullable(actual.guests().get(guest.id()))
            .flatMap(ActualGuest::record)
            .flatMap(GuestRecord::granted);
    if (had.isEmpty()) {
      return guest;
    }
    List<Change> steps = new ArrayList<>(guest.steps());
    had.get()
        .files()
        .forEach((path, chain) -> {
          if (!had.get().user().equals(needed.get(path))) {
            steps.add(new Change.RevokeAccess(path, had.get().user(), chain));
          }
        });
    boolean forgotten = guest.action() == PlannedGuest.Action.NONE && !steps.isEmpty();
    return (forgotten ? guest.withAction(PlannedGuest.Action.STOP) : guest).withSteps(steps);
  }
}
