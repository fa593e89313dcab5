/**
 * Carries out the steps of a plan, one by one, and tells what became of each guest.
 *
 * <p>The only code that writes. It decides nothing: order and values come from the plan. A guest's
 * steps end at its first failure, and the next guest goes on.
 */
@NullMarked
package vcg.apply;

import org.jspecify.annotations.NullMarked;
