package vcg.model;

import vcg.cgroup.PartitionPath;

/**
 * What one partition document asks for, whole and valid.
 *
 * @param at the place of the path
 * @param digest SHA-256 of the file's bytes, in hexadecimal
 * @param drift what to do when somebody else changed a value
 */
public record Partition(
    PartitionPath path, Location at, String digest, Tuning tuning, Policy.Drift drift) {}
