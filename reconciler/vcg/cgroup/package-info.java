/**
 * The kernel's side of a guest: controllers, hierarchies, cgroup paths, and the one table of knobs.
 *
 * <p>Everything here is a value or a pure function; {@link vcg.cgroup.CgroupFs} and {@link
 * vcg.cgroup.DevicePrograms} are the only doors to real cgroups and are implemented elsewhere.
 * Documents, plans and processes do not belong here.
 */
@NullMarked
package vcg.cgroup;

import org.jspecify.annotations.NullMarked;
