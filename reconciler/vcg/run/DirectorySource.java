package vcg.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import vcg.model.Reading;
import vcg.read.DomainDirectory;
import vcg.read.DomainDirectory.Content;
import vcg.read.DomainDirectory.Listing;
import vcg.read.DomainDirectory.Stamp;
import vcg.read.DomainFiles;
import vcg.validate.Rules;

/** A directory of domain files. */
public final class DirectorySource implements Source {
  private static final int MANY = 16;

  private final Path directory;
  private final List<DomainDirectory> readers = new ArrayList<>();
  private final UnaryOperator<Reading> resolved;

  /**
   * @param resolved fills in what depends on options of the daemon, such as bridges of networks
   */
  public DirectorySource(Path directory, DomainFiles.Trust trust, UnaryOperator<Reading> resolved) {
    this.directory = directory;
    this.resolved = resolved;
    for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
      readers.add(new DomainDirectory(directory, trust, Rules::ofGuest, Rules::ofPartition));
    }
  }

  @Override
  public String name() {
    return directory.toString();
  }

  @Override
  public Optional<Stamp> stamp() throws IOException {
    return readers.getFirst().stamp();
  }

  @Override
  public Listing list() throws IOException {
    return readers.getFirst().list();
  }

  @Override
  public Optional<Stamp> stamp(String name) throws IOException {
    return readers.getFirst().stamp(name);
  }

  @Override
  public List<Content> read(List<String> names) throws IOException {
    return names.size() < MANY ? part(readers.getFirst(), names) : inParts(names);
  }

  private List<Content> part(DomainDirectory reader, List<String> names) throws IOException {
    List<Content> contents = new ArrayList<>();
    for (String name : names) {
      Content read = reader.read(name);
      contents.add(new Content(resolved.apply(read.reading()), read.digest(), read.content()));
    }
    return contents;
  }

  private List<Content> inParts(List<String> names) throws IOException {
    try (ExecutorService threads =
        Executors.newFixedThreadPool(readers.size(), Thread.ofPlatform().daemon().factory())) {
      List<Future<List<Content>>> parts = new ArrayList<>();
      int each = (names.size() + readers.size() - 1) / readers.size();
      for (int i = 0; i * each < names.size(); i++) {
        DomainDirectory reader = readers.get(i);
        List<String> some = names.subList(i * each, Math.min(names.size(), (i + 1) * each));
        Callable<List<Content>> part = () -> part(reader, some);
        parts.add(threads.submit(part));
      }
      List<Content> contents = new ArrayList<>();
      for (Future<List<Content>> part : parts) {
        contents.addAll(part.get());
      }
      return contents;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while reading " + directory, e);
    }
  }

  @Override
  public Reading parse(String name, byte[] content) {
    return resolved.apply(readers.getFirst().parse(name, content));
  }
}
