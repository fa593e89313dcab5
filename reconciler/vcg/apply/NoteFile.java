package vcg.apply;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.SortedMap;
import java.util.TreeMap;
import vcg.guest.Notes;

/** The file of {@link Notes} of one guest; it exists once something was changed. */
record NoteFile(Path path) {
  SortedMap<String, String> read() throws IOException {
    try {
      return Notes.parse(Files.readString(path));
    } catch (NoSuchFileException _) { // nothing was changed so far
      return new TreeMap<>();
    }
  }

  /** Replaces the file as a whole: who reads it meanwhile sees the old or the new one. */
  void write(SortedMap<String, String> notes) throws IOException {
    Path beside = path.resolveSibling(path.getFileName() + ".new");
    Files.deleteIfExists(beside);
    Files.createFile(
        beside, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(beside, Notes.text(notes));
    Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
