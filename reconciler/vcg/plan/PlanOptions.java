package vcg.plan;

import vcg.guest.GuestFiles;

/**
 * What an operator allows.
 *
 * @param allowedStops how many running guests may be stopped although the guard would refuse it
 * @param belowUse whether a memory limit may be set below what is in use, which ends processes
 * @param files where guests keep their sockets
 */
public record PlanOptions(int allowedStops, boolean belowUse, GuestFiles files) {}
