package vcg.guest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.TreeSet;
import vcg.model.Command;
import vcg.model.Difference;
import vcg.model.Location;

/** Compares the command that a document asks for with the one that a process was started with. */
public final class CommandDifferences {
  private final SequencedMap<Place, Texts> found = new LinkedHashMap<>();

  private CommandDifferences() {}

  /**
   * What the process would need a restart for, in the order of the command; what only the process
   * has comes last. Empty: it was started with these options, in whatever order.
   *
   * @param actual the arguments of the process without the program
   */
  public static List<Difference> of(Command desired, List<String> actual, Difference.Cause cause) {
    return of(desired, actual, cause, Difference.Interruption.RESTART);
  }

  /** The same, with what it costs the guest to put it right. */
  static List<Difference> of(
      Command desired,
      List<String> actual,
      Difference.Cause cause,
      Difference.Interruption interruption) {
    if (desired.arguments().equals(actual)) {
      return List.of(); // the usual case, at a hundredth of the cost
    }
    CommandDifferences differences = new CommandDifferences();
    SequencedMap<List<String>, Argument> had = new LinkedHashMap<>();
    Argument.parse(actual).forEach(a -> had.put(List.of(a.name(), a.key()), a));
    for (Command.Option option : desired.options()) {
      Argument want = Argument.of(option.name(), option.value());
      Optional<Argument> was = Optional.ofNullable(had.remove(List.of(want.name(), want.key())));
      differences.compare(option.field(), was, Optional.of(want), option.at());
    }
    had.values()
        .forEach(a ->
            differences.compare(a.field(), Optional.of(a), Optional.empty(), Optional.empty()));
    return differences.list(cause, interruption);
  }

  private void compare(
      String field, Optional<Argument> was, Optional<Argument> want, Optional<Location> at) {
    if (was.equals(want) || (was.isEmpty() && want.filter(Argument::isEvents).isPresent())) {
      return; // without it a guest is well, only looked at later
    }
    if (Wording.isDevice(want.or(() -> was).orElseThrow())) {
      leaves(field, was, want, at);
    } else {
      Texts texts = texts(new Place("machine", field), at);
      was.ifPresent(a -> texts.before().add(Wording.text(a, want)));
      want.ifPresent(a -> texts.after().add(Wording.text(a, was)));
    }
  }

  /** An option that only one side has is shown by its most telling value. */
  private void leaves(
      String object, Optional<Argument> was, Optional<Argument> want, Optional<Location> at) {
    Argument any = want.or(() -> was).orElseThrow();
    Map<String, String> before = was.map(Argument::leaves).orElseGet(LinkedHashMap::new);
    Map<String, String> after = want.map(Argument::leaves).orElseGet(LinkedHashMap::new);
    SequencedSet<String> names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    if (was.isEmpty() || want.isEmpty()) {
      names.retainAll(List.of(Wording.headline(any)));
    }
    for (String leaf : names) {
      Optional<String> old = Optional.ofNullable(before.get(leaf));
      Optional<String> now = Optional.ofNullable(after.get(leaf));
      if (!old.equals(now)) {
        Texts texts = texts(new Place(object, Wording.field(any, leaf)), at);
        old.ifPresent(value -> texts.before().add(Wording.leaf(leaf, value)));
        now.ifPresent(value -> texts.after().add(Wording.leaf(leaf, value)));
      }
    }
  }

  private Texts texts(Place place, Optional<Location> at) {
    return found.computeIfAbsent(place, _ -> new Texts(new TreeSet<>(), new TreeSet<>(), at));
  }

  private List<Difference> list(Difference.Cause cause, Difference.Interruption interruption) {
    List<Difference> list = new ArrayList<>();
    found.forEach((place, texts) ->
        list.add(
            new Difference(
                place.object(),
                place.field(),
                String.join(" ", texts.before()),
                String.join(" ", texts.after()),
                texts.at(),
                cause,
                interruption)));
    return List.copyOf(list);
  }

  private record Place(String object, String field) {}

  /** Several options may speak of one place: the cache of a disk, for example. */
  private record Texts(
      SequencedSet<String> before, SequencedSet<String> after, Optional<Location> at) {}
}
