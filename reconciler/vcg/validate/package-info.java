/**
 * Rules that a schema cannot say: how the values of one guest or partition fit together, and the
 * documents of all files.
 *
 * <p>Pure functions from guests and partitions to problems; the text of documents, and what one
 * element means, is not known here. A rule that needs to look at the host belongs to the planner.
 */
@NullMarked
package vcg.validate;

import org.jspecify.annotations.NullMarked;
