/**
 * The real machine: cgroup files, processes, QEMU's monitor, and the state directory.
 *
 * <p>Files and system calls, each behind an interface of {@code vcg.cgroup} or {@code vcg.guest}.
 * Nothing here knows what a plan is or why a value is written.
 */
@NullMarked
package vcg.linux;

import org.jspecify.annotations.NullMarked;
