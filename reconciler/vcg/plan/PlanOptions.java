package vcg.plan;

import java.time.Instant;
import java.util.Optional;
import vcg.guest.GuestFiles;
import vcg.model.GuestUser;

/**
 * What an operator allows.
 *
 * @param allowedStops how many running guests may be stopped although the guard would refuse it
 * @param belowUse whether a memory limit may be set below what is in use, which ends processes
 * @param files where guests keep their sockets
 * @param user whom virtual machines run as; empty: as vcg does
 * @param now the time, by which it is decided whether a guest that crashed is started again yet
 */
public record PlanOptions(
    int allowedStops, boolean belowUse, GuestFiles files, Optional<GuestUser> user, Instant now) {}
