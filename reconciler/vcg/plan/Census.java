package vcg.plan;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import vcg.model.GuestId;

/**
 * What a guard has to know of all guests when a plan is about some.
 *
 * @param documents how many domain files there are
 * @param running how many guests run, those of the plan included
 * @param stops how many other guests were stopped lately, or are about to be
 * @param approved guests that an operator lets be stopped, also protected ones
 */
public record Census(int documents, long running, long stops, SortedSet<GuestId> approved) {
  public Census {
    approved = Collections.unmodifiableSortedSet(new TreeSet<>(approved));
  }
}
