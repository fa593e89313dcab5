/**
 * What differs between documents and a host, and the smallest ordered list of steps that puts it
 * right.
 *
 * <p>Pure functions over immutable values: the planner never sees a file system, which is why it
 * works on a recorded snapshot as well as on a live host. Carrying steps out does not belong here.
 */
@NullMarked
package vcg.plan;

import org.jspecify.annotations.NullMarked;
