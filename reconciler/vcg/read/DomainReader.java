package vcg.read;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import vcg.model.Guest;
import vcg.model.Location;
import vcg.model.Partition;
import vcg.model.Problem;
import vcg.model.Reading;

/** Reads domain files, one after the other; for the use of one thread. */
public final class DomainReader {
  static final int MAX_PROBLEMS = 100;

  private final Function<Guest, List<Problem>> ofGuest;
  private final Function<Partition, List<Problem>> ofPartition;
  private final Parse parse;

  /**
   * A reader. What the rules find is shown with the source line; they may get the draft of a
   * document that has other errors.
   *
   * @param ofGuest finds what the schema cannot say about one guest
   * @param ofPartition the same of one partition
   */
  public DomainReader(
      Function<Guest, List<Problem>> ofGuest, Function<Partition, List<Problem>> ofPartition) {
    this.ofGuest = ofGuest;
    this.ofPartition = ofPartition;
    this.parse = new Parse(XmlEngine.shared());
  }

  /** A reader without rules about partitions. */
  public DomainReader(Function<Guest, List<Problem>> ofGuest) {
    this(ofGuest, _ -> List.of());
  }

  /**
   * Reads a file.
   *
   * @param shown the name of the file in messages
   */
  public Reading read(Path file, String shown) {
    return content(file, shown).reading();
  }

  /** A file's reading with what is needed to decide whether to trust it. */
  record Read(Reading reading, Optional<Stat> stat, boolean isLink, Optional<byte[]> content) {}

  Read content(Path file, String shown) {
    try {
      FileContent bytes = FileContent.read(file);
      boolean isLink = Files.isSymbolicLink(file);
      return new Read(
          read(shown, bytes.content()),
          Optional.of(bytes.stat()),
          isLink,
          Optional.of(bytes.content()));
    } catch (FileContent.Refused e) {
      Problem problem =
          Problem.error(e.code, Location.ofFile(shown), String.valueOf(e.getMessage()));
      return new Read(failed(shown, List.of(problem)), Optional.empty(), false, Optional.empty());
    }
  }

  /** Reads the content of a file. */
  public Reading read(String shown, byte[] content) {
    Optional<Problem> refusal = Encoding.refusal(shown, content);
    if (refusal.isPresent()) {
      return failed(shown, List.of(refusal.get()));
    }
    SourceText source = new SourceText(shown, Encoding.text(content));
    Parse.Result parsed = parse.parse(source);
    List<Problem> problems = new ArrayList<>(parsed.fatal().stream().toList());
    parsed.strays().forEach(at -> problems.add(SchemaErrors.stray(source, at)));
    Sections sections = sections(source, parsed, problems);
    Findings findings = new Findings(source);
    Optional<Guest> guest =
        parsed.domain().map(d -> new GuestBinder(findings).bind(d, digest(content)));
    Optional<Partition> partition =
        parsed.partition().map(p -> new PartitionBinder(findings).bind(p, digest(content)));
    Stream.of(
            findings.problems().stream(),
            guest.stream().flatMap(g -> ofGuest.apply(g).stream()),
            partition.stream().flatMap(p -> ofPartition.apply(p).stream()))
        .flatMap(found -> found)
        .filter(sections::isSound)
        .forEach(problems::add);
    boolean valid = problems.stream().noneMatch(Problem::isError);
    return new Reading(
        shown,
        guest.filter(_ -> valid),
        partition.filter(_ -> valid),
        parsed.claims(),
        parsed.claimed(),
        worst(shown, problems).stream().map(source::withExcerpt).toList());
  }

  /** Adds what the schema refused, and tells in which parts of the document. */
  private static Sections sections(SourceText source, Parse.Result parsed, List<Problem> problems) {
    if (parsed.fatal().isPresent() || (parsed.refused().isEmpty() && !parsed.misshapen())) {
      return Sections.none();
    }
    Node tree = Node.parse(source);
    problems.addAll(SchemaErrors.explain(source, tree, parsed.refused()));
    return Sections.of(tree, source, problems);
  }

  /** All problems, or the first errors and that there are more. */
  private static List<Problem> worst(String shown, List<Problem> problems) {
    if (problems.size() <= MAX_PROBLEMS) {
      return problems;
    }
    List<Problem> worst = new ArrayList<>(problems);
    worst.sort(Comparator.comparing((Problem p) -> !p.isError()).thenComparing(p -> p));
    List<Problem> shownOnes = new ArrayList<>(worst.subList(0, MAX_PROBLEMS));
    boolean error = worst.get(MAX_PROBLEMS).isError();
    String message = "there are more problems than are shown";
    Location file = Location.ofFile(shown);
    shownOnes.add(
        error
            ? Problem.error(Codes.MORE, file, message)
            : Problem.warning(Codes.MORE, file, message));
    return shownOnes;
  }

  private static Reading failed(String shown, List<Problem> problems) {
    return Reading.invalid(shown, Optional.empty(), problems);
  }

  static String digest(byte[] content) {
    try {
      byte[] sum = MessageDigest.getInstance("SHA-256").digest(content);
      return HexFormat.of().formatHex(sum).intern(); // what is remembered of a guest has it too
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
