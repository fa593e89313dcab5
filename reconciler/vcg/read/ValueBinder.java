package vcg.read;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vcg.cgroup.Knob;
import vcg.cgroup.Value;
import vcg.model.Bytes;
import vcg.model.Located;
import vcg.read.xml.Placed;
import vcg.read.xml.Size;
import vcg.read.xml.Text;

/** Turns single settings into values of knobs; empty: absent, or wrong and reported. */
final class ValueBinder {
  private final Findings findings;

  ValueBinder(Findings findings) {
    this.findings = findings;
  }

  Optional<Located<Value>> amount(@Nullable Text text) {
    return text == null
        ? Optional.empty()
        : Words.number(text.text).filter(n -> n >= 0).map(n -> located(Value.amount(n), text));
  }

  /** Microseconds, or -1 for no limit; the schema cannot say that nothing lies between. */
  Optional<Located<Value>> quota(@Nullable Text text, String name) {
    Optional<Long> asked = text == null ? Optional.empty() : Words.number(text.text);
    if (text == null || asked.isEmpty()) {
      return Optional.empty();
    }
    long micros = asked.get();
    if (micros == -1) {
      return Optional.of(located(Value.unlimited(), text));
    }
    if (micros >= Knob.LEAST_QUOTA_MICROS) {
      return Optional.of(located(Value.amount(micros), text));
    }
    if (micros >= 0) {
      findings.textError(
          Codes.QUOTA,
          text,
          name
              + " is "
              + micros
              + ", must be -1 or "
              + Knob.LEAST_QUOTA_MICROS
              + " to "
              + Knob.MOST_QUOTA_MICROS);
    }
    return Optional.empty();
  }

  /** A limit of memory; from 9007199254740991 KiB on libvirt means none. */
  Optional<Located<Value>> limit(@Nullable Size size, String name) {
    return size == null
        ? Optional.empty()
        : Sizes.of(size, name, findings).map(s -> located(limit(s.value()), size));
  }

  private static Value limit(Bytes bytes) {
    return Sizes.isUnlimited(bytes) ? Value.unlimited() : Value.amount(bytes.number());
  }

  /** A number of which 0 says that there is none. */
  Optional<Located<Value>> orNone(@Nullable Text text, Value none, String name) {
    if (text == null) {
      return Optional.empty();
    }
    Optional<Long> number = Words.number(text.text).filter(n -> n >= 0);
    if (number.isEmpty() && Grammar.Value.number(text.text.strip()).isPresent()) {
      String message = name + " is " + Printed.name(text.text.strip()) + ", must be less than 2^63";
      findings.textError(Codes.SIZE, text, message, "0 means no limit");
    }
    return number.map(n -> located(n == 0 ? none : Value.amount(n), text));
  }

  /** A set of CPUs or memory nodes in an attribute. */
  Optional<Located<Value>> indexes(Placed element, String attribute, @Nullable String text) {
    Optional<String> list = Words.word(text);
    if (list.isEmpty()) {
      return Optional.empty();
    }
    try {
      Value set = Value.IndexSet.parse(list.get());
      return Optional.of(new Located<>(set, findings.at(element, attribute)));
    } catch (IllegalArgumentException e) {
      String why = Printed.shortened(String.valueOf(e.getMessage()), 120);
      findings.attributeError(Codes.CPUSET, element, attribute, attribute + " is wrong: " + why);
      return Optional.empty();
    }
  }

  private Located<Value> located(Value value, Placed element) {
    return new Located<>(value, findings.at(element));
  }
}
