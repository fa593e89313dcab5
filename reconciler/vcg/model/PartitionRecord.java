package vcg.model;

/**
 * What vcg remembers of a partition that a document declares.
 *
 * @param path of its directory, without the parent under which all lie
 * @param file the name of the document, without directories
 * @param digest of that file when it was last applied
 */
public record PartitionRecord(String path, String file, String digest) {}
