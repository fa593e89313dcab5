package vcg.model;

import java.util.Optional;

/**
 * A guest as it is.
 *
 * @param record what vcg remembers of it; empty: vcg never started it
 * @param running its process; empty: it does not run
 * @param cgroup its directories where the document puts them, or where the record says they are
 */
public record ActualGuest(
    GuestId id, Optional<GuestRecord> record, Optional<Running> running, ActualCgroup cgroup) {}
