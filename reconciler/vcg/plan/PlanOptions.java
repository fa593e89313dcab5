package vcg.plan;

import vcg.guest.GuestFiles;

/**
 * What an operator allows.
 *
 * @param allowedStops how many running guests may be stopped although the guard would refuse it
 * @param files where guests keep their sockets
 */
public record PlanOptions(int allowedStops, GuestFiles files) {}
