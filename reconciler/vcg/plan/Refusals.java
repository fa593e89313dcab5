package vcg.plan;

import java.util.Map;
import java.util.Optional;
import vcg.cgroup.Group;
import vcg.guest.FirmwareChoice;
import vcg.guest.GuestFiles;
import vcg.guest.HostPath;
import vcg.guest.HostTables;
import vcg.guest.HotPlug;
import vcg.guest.Networks;
import vcg.model.Actual;
import vcg.model.ActualCgroup;
import vcg.model.ActualGuest;
import vcg.model.Driver;
import vcg.model.Guest;
import vcg.model.Located;
import vcg.model.Location;
import vcg.model.Tuning;

/** Why this host cannot give what a document asks for. */
record Refusals(Actual actual, PlanOptions options, Partitions partitions, TuningRefusals tunings) {

  /** Why a guest cannot be as its document says, running or not; empty: it can. */
  Optional<Located<String>> standing(Guest guest, ActualGuest there, String path) {
    Optional<Located<String>> lacking =
        FirmwareChoice.refusal(guest).or(() -> HostTables.refusal(guest));
    if (lacking.isPresent()) {
      return lacking;
    }
    if (there.container().unknown().isPresent()) {
      return there.container().unknown();
    }
    Above above = partitions.above(path);
    Optional<Located<String>> own =
        tunings.find(guest.tuning(), there.cgroup(), above, Optional.empty());
    if (own.isPresent()) {
      return own;
    }
    return inGroups(guest, there, path, above)
        .or(() ->
            actual.host().layout().above(path).stream()
                .reduce((_, last) -> last)
                .flatMap(partitions::refusal)
                .map(why -> new Located<>(why, guest.partition().at())));
  }

  private Optional<Located<String>> inGroups(
      Guest guest, ActualGuest there, String path, Above above) {
    if (guest.groups().isEmpty()) {
      return Optional.empty();
    }
    Above inside =
        Settings.below(
            above,
            actual.host(),
            new Settings(
                    actual.host(), actual.devices(), above, there.cgroup(), guest.tuning(), false)
                .all());
    for (Map.Entry<Group, Tuning> group : guest.groups().entrySet()) {
      Optional<Located<String>> refusal =
          tunings.find(
              group.getValue(),
              ActualCgroup.none(path),
              inside,
              Optional.of(group.getKey().kind()));
      if (refusal.isPresent()) {
        return refusal;
      }
    }
    return Optional.empty();
  }

  /** Why a guest that does not run cannot be started; empty: it can. */
  Optional<Located<String>> starting(Guest guest, ActualGuest there, String path) {
    if (!there.cgroup().hierarchies().isEmpty() && there.record().isEmpty()) {
      return Optional.of(
          new Located<>(
              "cgroup " + there.cgroup().path() + " exists and was not made by vcg", guest.at()));
    }
    boolean cleared = guest.id().driver() == Driver.LXC; // what a container left behind is ended
    if (!there.cgroup().processes().isEmpty() && !cleared) {
      return Optional.of(
          new Located<>(
              "its cgroup holds processes that are not its own: " + there.cgroup().processes(),
              guest.at()));
    }
    return inHeldPartition(guest, path).or(() -> lacking(guest));
  }

  /** Why a guest that runs cannot be started again where its document puts it; empty: it can. */
  Optional<Located<String>> again(Guest guest, ActualGuest there, String path) {
    return moving(guest, there, path).or(() -> lacking(guest));
  }

  /** Why a guest cannot leave the partition that it runs in for another one; empty: it can. */
  Optional<Located<String>> moving(Guest guest, ActualGuest there, String path) {
    return there.cgroup().path().equals(path) ? Optional.empty() : inHeldPartition(guest, path);
  }

  /** A guest does not start where its partition could not get what its document asks for. */
  private Optional<Located<String>> inHeldPartition(Guest guest, String path) {
    return actual.host().layout().above(path).stream()
        .filter(p -> partitions.isHeld(p) || partitions.notApplicable(p).isPresent())
        .findFirst()
        .map(p ->
            new Located<>(
                "the document of its partition "
                    + actual.host().layout().shown(p)
                    + " cannot be applied",
                guest.partition().at()));
  }

  /** What a guest's process would need and does not find on this host; empty: nothing. */
  private Optional<Located<String>> lacking(Guest guest) {
    if (options.files().tooLong(guest.id())) {
      return Optional.of(
          new Located<>(
              "the path of its monitor socket is longer than "
                  + GuestFiles.MAX_SOCKET_BYTES
                  + " bytes; shorten the name or --run-dir",
              guest.at()));
    }
    Optional<String> twin = Optional.ofNullable(actual.refusals().get(guest.uuid().toString()));
    if (twin.isPresent()) {
      return Optional.of(new Located<>(twin.get(), guest.at()));
    }
    Optional<Located<String>> network = Networks.unknown(guest);
    if (network.isPresent()) {
      return network;
    }
    return HostPath.of(guest).stream()
        .filter(needed -> actual.refusals().containsKey(needed.path()))
        .map(needed -> refused(needed.path(), needed.at()))
        .findFirst();
  }

  /** Why what is to be plugged in cannot be; empty: it can. */
  Optional<Located<String>> plugging(Guest guest, HotPlug.Result plug) {
    return HostPath.of(guest).stream()
        .filter(needed -> actual.refusals().containsKey(needed.path()))
        .filter(needed -> plug.opens(needed.path()))
        .map(needed -> refused(needed.path(), needed.at()))
        .findFirst();
  }

  private Located<String> refused(String path, Location at) {
    return new Located<>(path + ": " + actual.refusals().get(path), at);
  }
}
