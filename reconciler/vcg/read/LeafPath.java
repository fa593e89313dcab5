package vcg.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a value stands in a document, below the root: {@code cputune/shares}, {@code vcpu@cpuset},
 * {@code devices/disk[2]/source@file}, {@code @type}.
 *
 * @param steps the elements from below the root to the one that holds the value
 * @param attribute empty: the value is the text of the last element
 */
record LeafPath(List<Step> steps, Optional<String> attribute) {
  private static final Pattern STEP =
      Pattern.compile("([^\\[\\]/@=\\s]+)(?:\\[([1-9][0-9]{0,5})])?");

  LeafPath {
    steps = List.copyOf(steps);
  }

  /**
   * One element.
   *
   * @param index which of several of that name, from 1; empty: the only one
   */
  record Step(String name, OptionalInt index) {
    @Override
    public String toString() {
      return name + (index.isPresent() ? "[" + index.getAsInt() + "]" : "");
    }
  }

  static LeafPath parse(String text) throws EditRefused {
    int at = text.indexOf('@');
    String elements = at < 0 ? text : text.substring(0, at);
    Optional<String> attribute = at < 0 ? Optional.empty() : Optional.of(text.substring(at + 1));
    List<Step> steps = new ArrayList<>();
    if (at != 0) {
      for (String step : elements.split("/", -1)) {
        Matcher matcher = STEP.matcher(step);
        if (!matcher.matches()) {
          throw unclear(text);
        }
        steps.add(
            new Step(
                matcher.group(1),
                matcher.group(2) == null
                    ? OptionalInt.empty()
                    : OptionalInt.of(Integer.parseInt(matcher.group(2)))));
      }
    }
    if (attribute.filter(name -> !name.matches("[^\\[\\]/@=\\s]+")).isPresent()) {
      throw unclear(text);
    }
    return new LeafPath(steps, attribute);
  }

  private static EditRefused unclear(String text) {
    return new EditRefused(
        Printed.value(text)
            + " is no path of a setting, such as cputune/shares, vcpu@cpuset or"
            + " devices/disk[2]/source@file");
  }

  /** The path of the first elements of this one. */
  String upTo(int count) {
    return String.join("/", steps.subList(0, count).stream().map(Step::toString).toList());
  }

  /** The same without indexes, as the schema knows it. */
  String plain() {
    return String.join("/", steps.stream().map(Step::name).toList())
        + attribute.map(a -> "@" + a).orElse("");
  }

  @Override
  public String toString() {
    return upTo(steps.size()) + attribute.map(a -> "@" + a).orElse("");
  }
}
