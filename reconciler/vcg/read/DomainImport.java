package vcg.read;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import vcg.model.Dropped;
import vcg.model.Guest;
import vcg.model.Location;
import vcg.model.Problem;
import vcg.model.Reading;

/** Makes vcg's documents out of libvirt's: the same without what {@link Volatile} names. */
public final class DomainImport {
  private final Function<Guest, List<Problem>> rules;

  /**
   * @param rules as of {@link DomainReader}
   */
  public DomainImport(Function<Guest, List<Problem>> rules) {
    this.rules = rules;
  }

  /**
   * What became of a document.
   *
   * @param reading of the result, which is not to be used where it is invalid; all its places are
   *     those of the source
   * @param document empty: the source is no document of a domain
   * @param dropped in the order of the source
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Imported(Reading reading, byte[] document, List<Dropped> dropped) {
    public Imported {
      dropped = List.copyOf(dropped);
    }

    public String text() {
      return new String(document, StandardCharsets.UTF_8);
    }

    /** The same, made of a document of which more had been left out before. */
    public Imported with(List<Dropped> before) {
      return new Imported(reading, document, before);
    }
  }

  /**
   * Reads and imports a file.
   *
   * @param shown the name of the file in messages
   */
  public Imported file(Path file, String shown) {
    try {
      return content(shown, FileContent.read(file).content());
    } catch (FileContent.Refused e) {
      return unreadable(shown, e);
    }
  }

  /** The same with what a stream gives to its end. */
  public Imported stream(InputStream stream, String shown) throws IOException {
    try {
      return content(shown, FileContent.read(stream));
    } catch (FileContent.Refused e) {
      return unreadable(shown, e);
    }
  }

  /** Imports the content of a file. */
  public Imported content(String shown, byte[] content) {
    DomainReader reader = new DomainReader(rules);
    if (Encoding.refusal(shown, content).isPresent()) {
      return refused(reader.read(shown, content));
    }
    SourceText source = new SourceText(shown, Encoding.text(content));
    Parse.Result parsed = new Parse(XmlEngine.shared()).parse(source);
    if (parsed.fatal().isPresent()) {
      return refused(reader.read(shown, content));
    }
    if (parsed.partition().isPresent()) {
      String message = "this is a partition document, which libvirt has not: nothing to import";
      return refused(invalid(Codes.NO_DOMAIN, shown, message));
    }
    Cut cut = new Cut(source, Node.parse(source));
    return new Imported(
        reader.read(shown, bytes(cut.blanked())), bytes(cut.result()), cut.dropped());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Imported unreadable(String shown, FileContent.Refused e) {
    return refused(invalid(e.code, shown, String.valueOf(e.getMessage())));
  }

  private static Imported refused(Reading reading) {
    return new Imported(reading, new byte[0], List.of());
  }

  private static Reading invalid(String code, String shown, String message) {
    Problem problem = Problem.error(code, Location.ofFile(shown), message);
    return Reading.invalid(shown, Optional.empty(), List.of(problem));
  }
}
