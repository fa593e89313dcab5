package vcg.cli;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import vcg.model.Desired;
import vcg.model.GuestId;
import vcg.model.GuestRecord;
import vcg.read.Spelling;
import vcg.report.Printable;

/** The guest that a user means. */
final class GuestName {
  private GuestName() {}

  /**
   * The guest of that name, or of that {@link GuestId#fileName()} where two drivers have the name.
   *
   * @param remembered what vcg remembers; such a guest need not have a file
   */
  static GuestId find(String word, Desired desired, List<GuestRecord> remembered)
      throws UsageException, IOException {
    Set<GuestId> known = new TreeSet<>();
    desired.readings().forEach(r -> r.claims().ifPresent(known::add));
    desired.guests().forEach(g -> known.add(g.id()));
    remembered.forEach(r -> known.add(r.id()));
    List<GuestId> meant =
        known.stream().filter(id -> id.name().equals(word) || id.fileName().equals(word)).toList();
    if (meant.size() > 1) {
      String names = meant.stream().map(GuestId::fileName).collect(Collectors.joining(" or "));
      throw new UsageException(word + " is the name of several guests; say " + names);
    }
    if (meant.isEmpty()) {
      String hint = Spelling.hint(word, known.stream().map(GuestId::name).distinct().toList(), "");
      throw new IOException(
          Printable.line(
              "no guest "
                  + word
                  + ", neither in a file of "
                  + desired.source()
                  + " nor remembered"
                  + (hint.isEmpty() ? partition(word) : "; " + hint)));
    }
    return meant.getFirst();
  }

  private static String partition(String word) {
    return word.startsWith("/") ? "; the file of a partition is edited by hand" : "";
  }
}
