/**
 * The daemon: keeps a host equal to its directory of domain files.
 *
 * <p>Hints say where to look, and one thread looks and decides; what takes time is done by others,
 * which post what became of it. Nothing here names the machine: watches, processes and cgroups are
 * passed in.
 */
@NullMarked
package vcg.run;

import org.jspecify.annotations.NullMarked;
