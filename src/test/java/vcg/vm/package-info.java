/**
 * Runs tests in an emulated machine that has every cgroup controller on the unified hierarchy, or
 * wherever a test wants them; {@code src/test/vm} holds the machine. A tag, {@code vm} and those in
 * {@link vcg.vm.Cgroups}, sends a test into it: a class named {@code *IT} then runs in both places,
 * a class named {@code *VM} in the machine only. Tests themselves live in the package that they
 * test.
 */
@NullMarked
package vcg.vm;

import org.jspecify.annotations.NullMarked;
