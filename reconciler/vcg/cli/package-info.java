/**
 * The commands: parse arguments, join the stages, choose the exit code.
 *
 * <p>This is the only package that names {@code vcg.linux}. Rules about guests do not belong here.
 */
@NullMarked
package vcg.cli;

import org.jspecify.annotations.NullMarked;
