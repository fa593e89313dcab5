package vcg.model;

/**
 * Something that a program needs and that is made before it starts. What is there already stays as
 * it is, whatever is in it.
 */
public sealed interface Preparation {
  /** Where it will be, an absolute path. */
  String path();

  /** A directory, mode 0700, whose parent is made too. */
  record Directory(String path) implements Preparation {}

  /** A file, mode 0600, that is a copy of another. */
  record Copy(String from, String path) implements Preparation {}
}
