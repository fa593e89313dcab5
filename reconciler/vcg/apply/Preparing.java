package vcg.apply;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vcg.model.GuestUser;
import vcg.model.Preparation;

/** Makes what a guest needs before its first start, and never touches what is there. */
final class Preparing {
  private static final Logger LOG = LoggerFactory.getLogger(Preparing.class);

  private Preparing() {}

  /**
   * Makes what is missing.
   *
   * @param owner whose it will be; empty: vcg's own
   */
  static void perform(Preparation preparation, Optional<GuestUser> owner) throws IOException {
    switch (preparation) {
      case Preparation.Directory(String path) -> directory(Path.of(path), owner);
      case Preparation.Copy(String from, String path) -> copy(Path.of(from), Path.of(path), owner);
    }
  }

  private static void directory(Path path, Optional<GuestUser> owner) throws IOException {
    if (!Files.isDirectory(path)) {
      Files.createDirectories(path, mode("rwx------"));
      give(path, owner);
    }
  }

  private static void give(Path path, Optional<GuestUser> owner) throws IOException {
    if (owner.isPresent()) {
      Files.setAttribute(path, "unix:uid", owner.get().uid());
    }
  }

  /** Written beside it and linked in, so that what stands there is whole and nobody else's. */
  private static void copy(Path from, Path path, Optional<GuestUser> owner) throws IOException {
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Path beside = Files.createTempFile(path.getParent(), ".vcg-", ".new", mode("rw-------"));
    try {
      Files.write(beside, Files.readAllBytes(from));
      give(beside, owner);
      Files.createLink(path, beside);
      LOG.info("{}: made from {}", path, from);
    } catch (FileAlreadyExistsException _) {
      // somebody made it just now: it stays
    } finally {
      Files.delete(beside);
    }
  }

  private static FileAttribute<Set<PosixFilePermission>> mode(String text) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text));
  }
}
