package vcg.model;

import java.util.OptionalLong;

/**
 * What a guest uses, as the kernel counts it for its cgroup.
 *
 * @param cpuNanos processor time since the cgroup was made; empty: nobody counts it, or the guest
 *     has no cgroup
 * @param memory bytes that are charged to it now, caches included; empty: the same
 */
public record Usage(OptionalLong cpuNanos, OptionalLong memory) {}
