package vcg.plan;

import java.time.Instant;
import java.util.Optional;
import vcg.model.ActualGuest;
import vcg.model.Attempt;
import vcg.model.Guest;
import vcg.model.GuestRecord;
import vcg.model.Host;
import vcg.model.Running;

/**
 * What vcg is to remember of a guest once its steps are done.
 *
 * @param now when the plan is made
 * @param access which files are opened to guests
 */
record Remembered(Host host, Instant now, Access access) {
  /** A guest that its document would start now. */
  GuestRecord started(Guest guest, ActualGuest there) {
    return fresh(guest, Optional.of(Attempt.next(crashes(guest, there), now)));
  }

  /** A guest that goes on running where it is. */
  GuestRecord stays(Guest guest, ActualGuest there) {
    GuestRecord fresh = fresh(guest, there.record().flatMap(r -> attempt(r, there)));
    return new GuestRecord(
        fresh.id(),
        there.record().map(GuestRecord::uuid).orElse(fresh.uuid()),
        there.cgroup().path(),
        there.record().map(GuestRecord::partition).orElse(fresh.partition()),
        fresh.file(),
        fresh.digest(),
        fresh.bootId(),
        there.running().map(Running::process),
        fresh.stopTimeoutSeconds(),
        fresh.protect(),
        Optional.empty(),
        Optional.empty(),
        fresh.attempt(),
        there.record().flatMap(GuestRecord::granted));
  }

  /** A guest that goes on running where its document puts it now. */
  GuestRecord moved(Guest guest, ActualGuest there) {
    GuestRecord stays = stays(guest, there);
    GuestRecord fresh = fresh(guest, stays.attempt());
    return new GuestRecord(
        stays.id(),
        stays.uuid(),
        fresh.cgroup(),
        fresh.partition(),
        stays.file(),
        stays.digest(),
        stays.bootId(),
        stays.process(),
        stays.stopTimeoutSeconds(),
        stays.protect(),
        stays.poweredOff(),
        stays.failure(),
        stays.attempt(),
        stays.granted());
  }

  /**
   * The last start of the same document in this boot; empty: there was none, or the guest has been
   * stopped since.
   */
  Optional<Attempt> attempt(Guest guest, ActualGuest there) {
    return there
        .record()
        .filter(r -> r.digest().equals(guest.digest()) && r.bootId().equals(host.bootId()))
        .flatMap(GuestRecord::attempt);
  }

  /** A guest that still runs when its time to end is over took no notice. */
  private Optional<Attempt> attempt(GuestRecord record, ActualGuest there) {
    boolean runs = there.running().filter(Stops::interrupts).isPresent();
    return record
        .attempt()
        .map(a ->
            runs && a.stopIsOver(now, record.stopTimeoutSeconds())
                ? a.withStop(Optional.empty())
                : a);
  }

  /** Whether the last start has come to nothing: it failed, or the process is gone by itself. */
  static boolean cameToNothing(ActualGuest there) {
    return there.running().isEmpty()
        && there.record().filter(GuestRecord::cameToNothing).isPresent();
  }

  private int crashes(Guest guest, ActualGuest there) {
    return attempt(guest, there)
        .map(last -> cameToNothing(there) ? last.inARow(now) : last.crashes())
        .orElse(0);
  }

  private GuestRecord fresh(Guest guest, Optional<Attempt> attempt) {
    return new GuestRecord(
        guest.id(),
        guest.uuid(),
        path(guest),
        guest.partition().value().path(),
        guest.at().fileName(),
        guest.digest(),
        host.bootId(),
        Optional.empty(),
        guest.policy().stopTimeoutSeconds(),
        guest.policy().protect(),
        Optional.empty(),
        Optional.empty(),
        attempt,
        access.granted(guest));
  }

  /** Where a document puts its guest. */
  String path(Guest guest) {
    return host.layout()
        .guest(guest.partition().value(), guest.id().name(), guest.id().driver().toString());
  }
}
