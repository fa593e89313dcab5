package vcg.read;

import jakarta.xml.bind.JAXBContext;
import jakarta.xml.bind.JAXBException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParser;
import javax.xml.parsers.SAXParserFactory;
import javax.xml.transform.Source;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import javax.xml.validation.ValidatorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.XMLReader;
import vcg.read.xml.Domain;
import vcg.read.xml.Partition;

/**
 * The parts that read XML, made once for a process: the compiled schema and the bound classes, both
 * safe to share between threads, and hardened parsers.
 */
final class XmlEngine {
  /** What a domain imports, and the domain. */
  private static final List<String> SCHEMAS = List.of("lxc.xsd", "domain.xsd");

  private static final String LIMITS = "http://www.oracle.com/xml/jaxp/properties/";

  private final Schema schema;
  private final FutureTask<JAXBContext> classes;

  private XmlEngine(Schema schema, FutureTask<JAXBContext> classes) {
    this.schema = schema;
    this.classes = classes;
  }

  /** The engine of this process; made at the first call. */
  static XmlEngine shared() {
    return Holder.ENGINE;
  }

  /** The texts of the schema, by file; that of domains comes last. */
  static SequencedMap<String, String> schemaTexts() {
    SequencedMap<String, String> texts = new LinkedHashMap<>();
    for (String file : SCHEMAS) {
      try (InputStream in = schemaStream(file)) {
        texts.put(file, new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read " + file, e);
      }
    }
    return texts;
  }

  ValidatorHandler validator() {
    try {
      ValidatorHandler handler = schema.newValidatorHandler();
      handler.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      return handler;
    } catch (SAXException e) {
      throw new IllegalStateException("this Java cannot validate securely", e);
    }
  }

  /** The bound classes; the first to ask waits until they are known, so ask late. */
  JAXBContext classes() {
    try {
      return classes.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the bound classes are wrong", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** A parser that opens nothing, knows no document types and gives up on what is too large. */
  static XMLReader parser() {
    try {
      SAXParserFactory factory = SAXParserFactory.newDefaultNSInstance();
      factory.setXIncludeAware(false);
      factory.setValidating(false);
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
      factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
      factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
      SAXParser parser = factory.newSAXParser();
      parser.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
      parser.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
      parser.setProperty(LIMITS + "entityExpansionLimit", "64");
      parser.setProperty(LIMITS + "elementAttributeLimit", "200");
      parser.setProperty(LIMITS + "maxElementDepth", "100");
      parser.setProperty(LIMITS + "maxXMLNameLimit", "1000");
      return parser.getXMLReader();
    } catch (ParserConfigurationException | SAXException e) {
      throw new IllegalStateException("this Java cannot parse XML securely", e);
    }
  }

  private static InputStream schemaStream(String file) {
    InputStream in = XmlEngine.class.getResourceAsStream("/vcg/schema/" + file);
    if (in == null) {
      throw new IllegalStateException("not on the class path: " + file);
    }
    return in;
  }

  private static Schema compile() {
    try {
      SchemaFactory factory = SchemaFactory.newDefaultInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
      factory.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
      return factory.newSchema(
          schemaTexts().values().stream()
              .map(text -> new StreamSource(new StringReader(text)))
              .toArray(Source[]::new));
    } catch (SAXException e) {
      throw new IllegalStateException("the schema is wrong: " + e.getMessage(), e);
    }
  }

  private static JAXBContext bind() throws JAXBException {
    return JAXBContext.newInstance(Domain.class, Partition.class);
  }

  /**
   * Made lazily and once, the two halves at the same time: each takes as long as reading a file.
   */
  private static final class Holder {
    static final XmlEngine ENGINE = make();

    private static XmlEngine make() {
      FutureTask<JAXBContext> classes = new FutureTask<>(XmlEngine::bind);
      Thread.ofPlatform().daemon().name("vcg-bind").start(classes);
      return new XmlEngine(compile(), classes);
    }
  }
}
