package vcg.model;

/**
 * A process of this boot, safe against the reuse of its number.
 *
 * @param pid its number
 * @param startTicks when it started, in clock ticks since boot: field 22 of {@code /proc/PID/stat}
 */
public record ProcessId(long pid, long startTicks) {}
