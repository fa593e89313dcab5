package vcg.model;

import java.util.Optional;
import vcg.cgroup.DeviceNumber;

/**
 * What a path that a document or the device policy names leads to.
 *
 * @param block a block device, otherwise a character device
 * @param disk the whole disk that it is, or is a part of; throttling knows only whole disks
 * @param weighted why the disk takes no weight of its own; empty: it does
 */
public record DeviceNode(
    boolean block, DeviceNumber number, DeviceNumber disk, Optional<String> weighted) {}
