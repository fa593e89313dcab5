package vcg.guest;

import java.io.IOException;
import java.util.Optional;
import vcg.linux.RunFiles;
import vcg.model.GuestId;
import vcg.model.SharedSpace;

/** Real notes of containers, on a host where vcg has every capability whoever runs the test. */
public final class FakeContainers implements Containers {
  private final Containers notes;

  public FakeContainers(GuestFiles files) {
    notes = new RunFiles(files);
  }

  @Override
  public Optional<Long> pid(GuestId guest) throws IOException {
    return notes.pid(guest);
  }

  @Override
  public Optional<Integer> status(GuestId guest) throws IOException {
    return notes.status(guest);
  }

  @Override
  public Optional<String> config(GuestId guest) throws IOException {
    return notes.config(guest);
  }

  @Override
  public Optional<Long> number(String root, Names names, String name) throws IOException {
    return notes.number(root, names, name);
  }

  @Override
  public String place(String root, String path) throws IOException {
    return notes.place(root, path);
  }

  @Override
  public String space(SharedSpace shared) throws IOException {
    return notes.space(shared);
  }

  @Override
  public long capabilities() {
    return -1;
  }
}
