package vcg.plan;

import java.util.Optional;
import vcg.cgroup.Knob;
import vcg.cgroup.Spelling;
import vcg.cgroup.Value;
import vcg.guest.GuestFiles;
import vcg.guest.HostPath;
import vcg.model.Actual;
import vcg.model.ActualGuest;
import vcg.model.Guest;
import vcg.model.Host;
import vcg.model.Located;
import vcg.model.Location;

/** Why this host cannot give a guest what its document asks for. */
record Refusals(Actual actual, GuestFiles files, Partitions partitions) {

  /** Why a guest cannot be as its document says, running or not; empty: it can. */
  Optional<Located<String>> standing(Guest guest) {
    for (var entry : guest.tuning().entrySet()) {
      Optional<Located<String>> refusal = knob(guest, entry.getKey(), entry.getValue());
      if (refusal.isPresent()) {
        return refusal;
      }
    }
    return partitions
        .refusal(guest.partition().value())
        .map(why -> new Located<>(why, guest.partition().at()));
  }

  /** Why a guest that does not run cannot be started; empty: it can. */
  Optional<Located<String>> starting(Guest guest, ActualGuest there) {
    if (!there.cgroup().hierarchies().isEmpty() && there.record().isEmpty()) {
      String path = there.cgroup().path();
      return Optional.of(
          new Located<>("cgroup " + path + " exists and was not made by vcg", guest.at()));
    }
    if (!there.cgroup().processes().isEmpty()) {
      return Optional.of(
          new Located<>(
              "its cgroup holds processes that are not its own: " + there.cgroup().processes(),
              guest.at()));
    }
    return lacking(guest);
  }

  /** What a guest's process would need and does not find on this host; empty: nothing. */
  Optional<Located<String>> lacking(Guest guest) {
    if (files.tooLong(guest.id())) {
      return Optional.of(
          new Located<>(
              "the path of its monitor socket is longer than "
                  + GuestFiles.MAX_SOCKET_BYTES
                  + " bytes; shorten the name or --run-dir",
              guest.at()));
    }
    return HostPath.of(guest).stream()
        .filter(needed -> actual.refusals().containsKey(needed.path()))
        .map(needed -> refused(needed.path(), needed.at()))
        .findFirst();
  }

  private Located<String> refused(String path, Location at) {
    return new Located<>(path + ": " + actual.refusals().get(path), at);
  }

  private Optional<Located<String>> knob(Guest guest, Knob knob, Located<Value> value) {
    Host host = actual.host();
    Optional<Spelling> spelling = host.spelling(knob);
    if (spelling.isEmpty()) {
      String lack =
          host.controllers().containsKey(knob.controller())
              ? "this kernel has no file for it"
              : "this host has no " + knob.controller() + " controller";
      return Optional.of(new Located<>("<" + knob.field() + ">: " + lack, value.at()));
    }
    if (value.value() instanceof Value.IndexSet asked) {
      Value.IndexSet above = partitions.inherited(guest.partition().value()).get(knob);
      if (above != null && !above.list().isEmpty() && !above.covers(asked)) {
        return Optional.of(
            new Located<>(
                knob.field()
                    + " "
                    + asked
                    + " is not within "
                    + above
                    + ", which is what partition "
                    + guest.partition().value()
                    + " has",
                value.at()));
      }
    }
    return spelling.get().refusal(value.value()).map(why -> new Located<>(why, value.at()));
  }
}
