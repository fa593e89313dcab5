package vcg.run;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import vcg.model.Reading;
import vcg.read.DomainDirectory.Content;
import vcg.read.DomainDirectory.Listing;
import vcg.read.DomainDirectory.Stamp;

/** Where documents come from: a directory. One thread at a time calls it. */
public interface Source {
  /** How users name it. */
  String name();

  /** Which directory it is now; empty: there is none. */
  Optional<Stamp> stamp() throws IOException;

  /** The names there are now. */
  Listing list() throws IOException;

  /** Which file a name stands for now, be it a document's or not; empty: there is none. */
  Optional<Stamp> stamp(String name) throws IOException;

  /** Reads documents, in the order of their names. */
  List<Content> read(List<String> names) throws IOException;

  /** What a document of that name with that content says. */
  Reading parse(String name, byte[] content);
}
