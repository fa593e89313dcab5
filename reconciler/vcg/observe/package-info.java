/**
 * The machine as it is: cgroup values, processes, what guests are doing.
 *
 * <p>Everything here only looks; nothing is written, not even a timestamp. What should be, and what
 * to do about a difference, is not known here.
 */
@NullMarked
package vcg.observe;

import org.jspecify.annotations.NullMarked;
