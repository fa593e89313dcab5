package vcg.read;

import jakarta.xml.bind.JAXBException;
import jakarta.xml.bind.Unmarshaller;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.xml.transform.sax.SAXSource;
import javax.xml.validation.ValidatorHandler;
import org.jspecify.annotations.Nullable;
import org.xml.sax.ErrorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.XMLReader;
import org.xml.sax.helpers.DefaultHandler;
import org.xml.sax.helpers.XMLFilterImpl;
import vcg.cgroup.PartitionPath;
import vcg.model.GuestId;
import vcg.model.Problem;
import vcg.read.xml.Domain;
import vcg.read.xml.Partition;
import vcg.read.xml.Placed;

/** Parses documents one after the other: a parser, a validator and an unmarshaller in one chain. */
final class Parse {
  private final XMLReader parser = XmlEngine.parser();
  private final ValidatorHandler validator;
  private final Unmarshaller unmarshaller;
  private final Front front = new Front();
  private final Chain chain = new Chain();
  private final Refusals schemaErrors = new Refusals();

  Parse(XmlEngine engine) {
    validator = engine.validator();
    validator.setErrorHandler(schemaErrors);
    front.setContentHandler(validator);
    useEnglish(parser);
    parser.setErrorHandler(new DefaultHandler());
    try {
      unmarshaller = engine.classes().createUnmarshaller();
      // what the classes do not know is the schema's business
      unmarshaller.setEventHandler(_ -> true);
    } catch (JAXBException e) {
      throw new IllegalStateException("cannot bind", e);
    }
    unmarshaller.setListener(
        new Unmarshaller.Listener() {
          @Override
          public void beforeUnmarshal(Object target, @Nullable Object parent) {
            if (target instanceof Placed element) {
              element.tagStart = front.tag();
            }
          }
        });
  }

  /**
   * What a document says.
   *
   * @param domain the content of a domain file, also where the schema refuses it
   * @param partition the same of a partition document; both empty: it is no XML, or another root
   * @param claims the guest it is about, as far as it was read
   * @param claimed the partition it is about
   * @param fatal why it could not be read to its end
   * @param refused what the schema refused, as the validator puts it
   * @param misshapen whether a child of a domain is missing or there twice
   * @param strays where elements of vcg's own name space begin that have no meaning
   */
  record Result(
      Optional<Domain> domain,
      Optional<Partition> partition,
      Optional<GuestId> claims,
      Optional<PartitionPath> claimed,
      Optional<Problem> fatal,
      List<SAXParseException> refused,
      boolean misshapen,
      List<Integer> strays) {}

  Result parse(SourceText source) {
    front.start(source);
    schemaErrors.found.clear();
    Optional<Problem> fatal = Optional.empty();
    Optional<Object> root = Optional.empty();
    try {
      root = Optional.of(bound(source));
    } catch (Front.Refused e) {
      fatal = Optional.of(SyntaxErrors.refused(source, e));
    } catch (SAXParseException e) {
      fatal = Optional.of(SyntaxErrors.explain(source, front.root(), front.open(), e));
    } catch (SAXException e) {
      throw new IllegalStateException("unexpected: " + e.getMessage(), e);
    }
    return new Result(
        root.filter(Domain.class::isInstance).map(Domain.class::cast),
        root.filter(Partition.class::isInstance).map(Partition.class::cast),
        front.claims(),
        front.claimed(),
        fatal,
        List.copyOf(schemaErrors.found),
        front.misshapen(),
        List.copyOf(front.strays()));
  }

  private Object bound(SourceText source) throws SAXException {
    InputSource input = new InputSource(new StringReader(source.text()));
    try {
      return unmarshaller.unmarshal(new SAXSource(chain, input));
    } catch (JAXBException e) {
      if (e.getLinkedException() instanceof SAXException cause) {
        throw cause;
      }
      throw new IllegalStateException("cannot bind", e);
    }
  }

  /**
   * Parser, front and validator as one reader, as the unmarshaller likes it: from a reader it knows
   * that names are interned, from a plain handler it does not, and interns each again.
   */
  private final class Chain extends XMLFilterImpl {
    Chain() {
      super(parser);
    }

    @Override
    public void parse(InputSource input) throws SAXException, IOException {
      validator.setContentHandler(getContentHandler());
      parser.setContentHandler(front);
      parser.parse(input);
    }
  }

  @SuppressWarnings("deprecation") // the newer interface cannot tell the parser its language
  private static void useEnglish(XMLReader parser) {
    if (parser instanceof org.xml.sax.Parser old) {
      try {
        old.setLocale(Locale.ROOT);
      } catch (SAXException _) {
        // then its messages are in the user's language; they are notes only
      }
    }
  }

  /** Notes what the schema refuses and lets the validator go on. */
  private static final class Refusals implements ErrorHandler {
    final List<SAXParseException> found = new ArrayList<>();

    @Override
    public void warning(SAXParseException exception) {}

    @Override
    public void error(SAXParseException exception) {
      found.add(exception);
    }

    @Override
    public void fatalError(SAXParseException exception) throws SAXException {
      throw exception;
    }
  }
}
