/**
 * Guests as processes: the command line of QEMU, and the doors to real processes, monitors and to
 * what vcg remembers.
 *
 * <p>The interfaces here are implemented elsewhere; everything else is a pure function.
 */
@NullMarked
package vcg.guest;

import org.jspecify.annotations.NullMarked;
