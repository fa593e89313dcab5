package vcg.cgroup;

import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * A file with a line for each device, such as {@code 8:16 1048576}, of which a knob is one value.
 *
 * @param initial what counts for a device without a line
 * @param fromLine what a line says after the device
 * @param toLine what to write after the device
 */
record DeviceLines(
    String file,
    Value initial,
    long least,
    long most,
    Function<String, Value> fromLine,
    Function<Value, String> toLine)
    implements Spelling {
  /** Some kernels refuse less (Linux 6.1: EINVAL), and a page is what is read at least. */
  static final long LEAST_BYTES_PER_SECOND = 4096;

  /** Of {@code io.max}: some kernels refuse less (Linux 6.1: EINVAL). */
  static final long LEAST_PER_SECOND_V2 = 2;

  /** Operations are kept in 32 bits: one more is 0 on v1, and no limit on v2. */
  static final long MOST_PER_SECOND = 4_294_967_294L;

  /** Weights: {@code default 100}, then {@code 8:16 200}. */
  static DeviceLines weights(String file, long least, long most) {
    return new DeviceLines(file, Value.noOwn(), least, most, DeviceLines::number, Value::toString);
  }

  /** A limit of v1: {@code 8:16 1048576}; 0 takes the line away. */
  static DeviceLines throttle(String file, long least, long most) {
    return new DeviceLines(
        file,
        Value.unlimited(),
        least,
        most,
        DeviceLines::number,
        stored -> stored instanceof Value.Amount ? stored.toString() : "0");
  }

  /** One key of {@code io.max}: {@code 8:16 rbps=1048576 wbps=max riops=max wiops=120}. */
  static DeviceLines ioMax(String key, long least, long most) {
    return new DeviceLines(
        "io.max",
        Value.unlimited(),
        least,
        most,
        pairs -> valueOf(key + "=", pairs),
        stored -> key + "=" + (stored instanceof Value.Amount ? stored : "max"));
  }

  private static Value number(String text) {
    return Value.amount(Long.parseLong(text));
  }

  private static Value valueOf(String start, String pairs) {
    for (String pair : pairs.split(" ", -1)) {
      if (pair.startsWith(start) && !pair.endsWith("=max")) {
        return number(pair.substring(start.length()));
      }
    }
    return Value.unlimited();
  }

  @Override
  public Optional<String> refusal(Value asked) {
    return asked instanceof Value.Amount(long number) && (number < least || number > most)
        ? Optional.of(file + " takes " + least + " to " + most + " here")
        : Optional.empty();
  }

  @Override
  public Value parse(String content) {
    throw new IllegalStateException(file + " counts by device");
  }

  @Override
  public SortedSet<DeviceNumber> devices(String content) {
    SortedSet<DeviceNumber> devices = new TreeSet<>();
    content
        .lines()
        .filter(line -> !line.isEmpty() && Character.isDigit(line.charAt(0)))
        .forEach(line -> devices.add(DeviceNumber.parse(line.substring(0, line.indexOf(' ')))));
    return devices;
  }

  @Override
  public Spelling at(DeviceNumber device) {
    return new OfDevice(this, device);
  }

  /** The line of one device. */
  private record OfDevice(DeviceLines lines, DeviceNumber device) implements Spelling {
    @Override
    public String file() {
      return lines.file;
    }

    @Override
    public Value initial() {
      return lines.initial;
    }

    @Override
    public Optional<String> refusal(Value asked) {
      return lines.refusal(asked);
    }

    @Override
    public String text(Value stored, String current) {
      return device + " " + lines.toLine.apply(stored);
    }

    @Override
    public Value parse(String content) {
      String start = device + " ";
      return content
          .lines()
          .filter(line -> line.startsWith(start))
          .findFirst()
          .map(line -> lines.fromLine.apply(line.substring(start.length()).strip()))
          .orElse(lines.initial);
    }
  }
}
