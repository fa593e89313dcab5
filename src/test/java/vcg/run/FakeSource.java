package vcg.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import vcg.model.Guest;
import vcg.model.GuestId;
import vcg.model.Location;
import vcg.model.Partition;
import vcg.model.Problem;
import vcg.model.Reading;
import vcg.read.DomainDirectory.Content;
import vcg.read.DomainDirectory.Inode;
import vcg.read.DomainDirectory.Listing;
import vcg.read.DomainDirectory.Stamp;

/** Documents in memory. */
final class FakeSource implements Source {
  private final TreeMap<String, Document> documents = new TreeMap<>();
  private final Map<String, Reading> known = new HashMap<>();
  private final Map<String, Inode> aside = new HashMap<>();
  private Optional<Inode> directory = Optional.of(new Inode(1, 1));
  private Optional<String> failure = Optional.empty();
  private int serial;
  private int reads;

  private record Document(Inode inode, int version, String content) {}

  /** A file is there under this name, put in place as a whole. */
  void put(String name, Reading reading) {
    documents.put(name, new Document(new Inode(1, ++serial), ++serial, content(reading)));
  }

  /** A file gets another content without being replaced. */
  void write(String name, Reading reading) {
    Inode inode = Objects.requireNonNull(documents.get(name)).inode();
    documents.put(name, new Document(inode, ++serial, content(reading)));
  }

  private String content(Reading reading) {
    String content = "content " + ++serial;
    known.put(content, reading);
    return content;
  }

  void put(Guest guest) {
    put(guest.at().fileName(), reading(guest));
  }

  Reading reading(Guest guest) {
    return Reading.of(guest.at().file(), guest, List.of());
  }

  void put(Partition partition) {
    put(partition.at().fileName(), Reading.of(partition.at().file(), partition, List.of()));
  }

  /** A file that is about a guest and cannot be used. */
  static Reading broken(String name, Optional<GuestId> claims) {
    return Reading.invalid(
        name,
        claims,
        List.of(Problem.error("VCG100", new Location(name, 3, 7), "unknown element <sharess>")));
  }

  void remove(String name) {
    documents.remove(name);
  }

  /** As editors do it: the file gets another name, which is none of a document. */
  void moveAside(String name) {
    Document moved = documents.remove(name);
    aside.put(name + ".old", Objects.requireNonNull(moved).inode());
  }

  void removeAll() {
    documents.clear();
  }

  /** The directory is gone, or there again. */
  void exists(boolean there) {
    directory = there ? Optional.of(new Inode(1, ++serial)) : Optional.empty();
  }

  /** From now on it cannot be looked at. */
  void fail(Optional<String> why) {
    failure = why;
  }

  /** How often files were read. */
  int reads() {
    return reads;
  }

  @Override
  public String name() {
    return "domains";
  }

  private void check() throws IOException {
    if (failure.isPresent()) {
      throw new IOException(failure.get());
    }
  }

  @Override
  public Optional<Stamp> stamp() throws IOException {
    check();
    return directory.map(inode -> stamp(inode, 0));
  }

  Set<String> names() {
    return directory.isPresent() ? documents.keySet() : Set.of();
  }

  @Override
  public Listing list() {
    return new Listing(Set.copyOf(names()), List.copyOf(aside.keySet()));
  }

  @Override
  public Optional<Stamp> stamp(String name) {
    return Optional.ofNullable(documents.get(name))
        .map(d -> stamp(d.inode(), d.version()))
        .or(() -> Optional.ofNullable(aside.get(name)).map(inode -> stamp(inode, 0)))
        .filter(_ -> directory.isPresent());
  }

  private static Stamp stamp(Inode inode, int version) {
    return new Stamp(inode, 0, 0, version, 0, 0);
  }

  @Override
  public List<Content> read(List<String> names) {
    reads += names.size();
    return names.stream()
        .map(name -> {
          String content = Objects.requireNonNull(documents.get(name)).content();
          byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
          return new Content(parse(name, bytes), content, bytes);
        })
        .toList();
  }

  @Override
  public Reading parse(String name, byte[] content) {
    return Objects.requireNonNull(known.get(new String(content, StandardCharsets.UTF_8)));
  }
}
