package vcg.plan;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import vcg.guest.GuestFiles;
import vcg.model.ActualCgroup;
import vcg.model.GuestId;
import vcg.model.GuestUser;

/**
 * What an operator allows.
 *
 * @param allowedStops how many running guests may be stopped although the guard would refuse it
 * @param belowUse whether a memory limit may be set below what is in use, which ends processes
 * @param files where guests keep their sockets
 * @param user whom virtual machines run as; empty: as vcg does
 * @param now the time, by which it is decided whether a guest that crashed is started again yet
 * @param restarts guests that are to be stopped and started, whether they need it or not
 * @param census what the guard counts besides the plan; empty: the plan is about everything
 * @param beside the directories of guests that run, that the plan is not about, and that stay as
 *     they are although their documents ask for something else; empty: the plan is about everything
 */
public record PlanOptions(
    int allowedStops,
    boolean belowUse,
    GuestFiles files,
    Optional<GuestUser> user,
    Instant now,
    SortedSet<GuestId> restarts,
    Optional<Census> census,
    Optional<List<ActualCgroup>> beside) {
  public PlanOptions {
    beside = beside.map(List::copyOf);
    restarts = Collections.unmodifiableSortedSet(new TreeSet<>(restarts));
  }

  /** The usual: nobody asked for a restart. */
  public PlanOptions(
      int allowedStops, boolean belowUse, GuestFiles files, Optional<GuestUser> user, Instant now) {
    this(
        allowedStops,
        belowUse,
        files,
        user,
        now,
        new TreeSet<>(),
        Optional.empty(),
        Optional.empty());
  }

  /** The same with one guest that is to be stopped and started. */
  public PlanOptions restarting(GuestId guest) {
    SortedSet<GuestId> more = new TreeSet<>(restarts);
    more.add(guest);
    return new PlanOptions(allowedStops, belowUse, files, user, now, more, census, beside);
  }

  /** The same for a plan that is about some of the guests. */
  public PlanOptions among(Census all) {
    return new PlanOptions(
        allowedStops, belowUse, files, user, now, restarts, Optional.of(all), beside);
  }

  /** The same for a plan that is about some guests, where others with these directories run. */
  public PlanOptions beside(List<ActualCgroup> others) {
    return new PlanOptions(
        allowedStops, belowUse, files, user, now, restarts, census, Optional.of(others));
  }

  /** The directories of guests that the plan is not about and that stay as they are. */
  List<ActualCgroup> staying() {
    return beside.orElse(List.of());
  }
}
