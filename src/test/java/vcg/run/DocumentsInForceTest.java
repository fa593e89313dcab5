package vcg.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vcg.model.Driver;
import vcg.model.GuestId;
import vcg.model.Guests;
import vcg.model.Reading;
import vcg.read.DomainDirectory.Content;

/** What is kept beside the documents to be asked quickly agrees with the documents. */
class DocumentsInForceTest {
  private static final int STEPS = 2000;
  private static final List<String> FILES = List.of("a.xml", "b.xml", "c.xml", "d.xml");

  private final Documents documents = new Documents("domains");
  private final Map<String, Reading> there = new HashMap<>();
  private int serial;

  private static GuestId id(int n) {
    return new GuestId(Driver.QEMU, "g" + n);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void isAsked_filesComeGoBreakAndChangeTheirGuests_isWhetherOneIsInForce(long seed) {
    Random random = new Random(seed);
    long now = 0;
    Set<Boolean> seen = new HashSet<>();
    for (int step = 0; step < STEPS; step++) {
      String file = FILES.get(random.nextInt(FILES.size()));
      GuestId guest = id(random.nextInt(FILES.size()));
      switch (random.nextInt(5)) {
        case 0, 1 -> read(file, valid(file, guest), now);
        case 2 -> read(file, FakeSource.broken(file, Optional.of(guest)), now);
        case 3 -> {
          there.remove(file);
          apply(List.of(), now);
        }
        default -> {
          if (documents.isGone(guest)) {
            documents.letGo(guest);
          }
        }
      }
      now += Duration.ofMillis(random.nextInt(1500)).toNanos();
      apply(List.of(), now); // whoever was away for long enough is gone
      for (int n = 0; n < FILES.size(); n++) {
        boolean asked = documents.isAsked(id(n));
        seen.add(asked);
        assertThat(asked).as("step %d, g%d", step, n).isEqualTo(!documents.of(id(n)).isEmpty());
      }
    }
    assertThat(seen).containsExactlyInAnyOrder(true, false);
  }

  private Reading valid(String file, GuestId guest) {
    return Reading.of(
        file, Guests.qemu(guest.name()).digest("digest" + ++serial).build(), List.of());
  }

  private void read(String file, Reading reading, long now) {
    there.put(file, reading);
    Content content = new Content(reading, "content" + ++serial, new byte[] {1});
    apply(List.of(new Scan.Read(file, false, content, Optional.empty())), now);
  }

  private void apply(List<Scan.Read> read, long now) {
    documents.apply(
        new Scan(
            true,
            false,
            Optional.of(Set.copyOf(there.keySet())),
            read,
            Set.of(),
            new TreeSet<>(),
            List.of(),
            Optional.empty()),
        now,
        Instant.EPOCH);
  }
}
