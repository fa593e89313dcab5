package vcg.model;

/**
 * A part of a document that was left out of what became of it.
 *
 * @param at where it stood
 * @param path such as {@code devices/disk[2]/alias} or {@code @id}
 * @param reason why nothing is lost without it
 */
public record Dropped(Location at, String path, String reason) {}
