/**
 * Rules that a schema cannot say: how the values of one guest fit together, and the guests of all
 * files.
 *
 * <p>Pure functions from guests to problems; the text of documents, and what one element means, is
 * not known here. A rule that needs to look at the host belongs to the planner.
 */
@NullMarked
package vcg.validate;

import org.jspecify.annotations.NullMarked;
