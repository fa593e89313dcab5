package vcg.cgroup;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongUnaryOperator;

/** The kinds of interface file that there are. Facts: Linux cgroup-v1 and cgroup-v2 documents. */
final class Spellings {
  /** From here up the kernel shows, and means, "no limit": PAGE_COUNTER_MAX pages of 4 KiB. */
  private static final long BYTES_UNLIMITED = 9_223_372_036_854_771_712L;

  /** Half of what 64 bits hold in nanoseconds of bandwidth, in microseconds: the kernel's bound. */
  static final long MAX_QUOTA_MICROS = 17_592_186_044_415L;

  /** {@code cpu.weight} by its own numbers. */
  static final Spelling RAW_WEIGHT = new PlainNumber("cpu.weight", 100, 1, 10_000);

  private Spellings() {}

  /** A file that holds one plain number within bounds, such as {@code cpu.shares}. */
  record PlainNumber(String file, long first, long least, long most) implements Spelling {
    @Override
    public Value initial() {
      return Value.amount(first);
    }

    @Override
    public Optional<String> refusal(Value asked) {
      return asked instanceof Value.Amount(long number) && number >= least && number <= most
          ? Optional.empty()
          : Optional.of(file + " takes " + least + " to " + most + " here");
    }

    @Override
    public Value parse(String content) {
      return Value.amount(Long.parseLong(content));
    }
  }

  /** {@code cpu.weight}, to which v1 shares are converted. */
  record Weight(String file, long first, LongUnaryOperator fromShares) implements Spelling {
    @Override
    public Value initial() {
      return Value.amount(first);
    }

    @Override
    public Value stored(Value asked, Map<Knob, Value> document, long pageBytes) {
      return Value.amount(fromShares.applyAsLong(((Value.Amount) asked).number()));
    }

    @Override
    public Value parse(String content) {
      return Value.amount(Long.parseLong(content));
    }
  }

  /**
   * The weight that stands for a number of v1 shares: the curve on which 2, 1024 and 262144 shares
   * are 1, 100 and 10000, as OCI runtimes have used it since 2025.
   */
  static long weightOfShares(long shares) {
    if (shares <= 2) {
      return 1;
    }
    if (shares >= 262_144) {
      return 10_000;
    }
    double log = Math.log((double) shares) / Math.log(2);
    return (long) Math.ceil(Math.pow(10, (log * log + 125 * log) / 612.0 - 7.0 / 34.0));
  }

  /** A number of bytes, which the kernel rounds down to whole pages. */
  record Memory(String file, Value initial, String unlimited) implements Spelling {
    @Override
    public Value stored(Value asked, Map<Knob, Value> document, long pageBytes) {
      return asked instanceof Value.Amount(long bytes) ? bytes(bytes, pageBytes) : asked;
    }

    @Override
    public String text(Value stored, String current) {
      return stored instanceof Value.Amount ? stored.toString() : unlimited;
    }

    @Override
    public Value parse(String content) {
      return content.equals("max") ? Value.unlimited() : bytes(Long.parseLong(content), 1);
    }

    private static Value bytes(long bytes, long pageBytes) {
      return bytes >= BYTES_UNLIMITED ? Value.unlimited() : Value.amount(bytes - bytes % pageBytes);
    }
  }

  /** {@code memory.swap.max}: swap alone, where the document gives memory and swap together. */
  record SwapMax(String file) implements Spelling {
    @Override
    public Value initial() {
      return Value.unlimited();
    }

    @Override
    public Value stored(Value asked, Map<Knob, Value> document, long pageBytes) {
      return asked instanceof Value.Amount(long both)
              && document.get(Knob.MEMORY_HARD_LIMIT) instanceof Value.Amount(long memory)
          ? Memory.bytes(Math.max(0, both - memory), pageBytes)
          : asked;
    }

    @Override
    public String text(Value stored, String current) {
      return stored instanceof Value.Amount ? stored.toString() : "max";
    }

    @Override
    public Value parse(String content) {
      return content.equals("max") ? Value.unlimited() : Value.amount(Long.parseLong(content));
    }
  }

  /** {@code cpu.cfs_quota_us}: microseconds in each period, -1 for no limit. */
  record QuotaV1(String file) implements Spelling {
    @Override
    public Value initial() {
      return Value.unlimited();
    }

    @Override
    public String text(Value stored, String current) {
      return stored instanceof Value.Amount ? stored.toString() : "-1";
    }

    @Override
    public Value parse(String content) {
      return content.startsWith("-") ? Value.unlimited() : Value.amount(Long.parseLong(content));
    }
  }

  /** One of the two words of {@code cpu.max}: "QUOTA PERIOD", quota being a number or "max". */
  record CpuMax(String file, int word, Value initial) implements Spelling {
    private static final String FIRST = "max 100000"; // in a new directory

    @Override
    public String text(Value stored, String current) {
      List<String> words = List.of((current.isEmpty() ? FIRST : current).split(" "));
      String mine = stored instanceof Value.Amount ? stored.toString() : "max";
      return word == 0 ? mine + " " + words.get(1) : words.get(0) + " " + mine;
    }

    @Override
    public Value parse(String content) {
      String mine = List.of(content.split(" ")).get(word);
      return mine.equals("max") ? Value.unlimited() : Value.amount(Long.parseLong(mine));
    }
  }

  /** {@code io.weight}: "default N", then a line for each device. */
  record IoWeight(String file, long first, long least, long most) implements Spelling {
    @Override
    public Value initial() {
      return Value.amount(first);
    }

    @Override
    public Optional<String> refusal(Value asked) {
      return new PlainNumber(file, first, least, most).refusal(asked);
    }

    @Override
    public String text(Value stored, String current) {
      return "default " + stored;
    }

    @Override
    public Value parse(String content) {
      String first = content.lines().findFirst().orElse("");
      return Value.amount(Long.parseLong(first.substring(first.lastIndexOf(' ') + 1)));
    }
  }

  /**
   * Whether a v1 directory freezes what is in it. {@code freezer.state} is written, but tells also
   * of directories above; {@code freezer.self_freezing} is read, which does not.
   */
  record Freezing(String file, String target) implements Spelling {
    @Override
    public Value initial() {
      return Value.amount(0);
    }

    @Override
    public String text(Value stored, String current) {
      return stored.equals(Value.amount(1)) ? "FROZEN" : "THAWED";
    }

    @Override
    public Value parse(String content) {
      return Value.amount(Long.parseLong(content));
    }
  }

  /** CPUs or memory nodes. A directory that was never written inherits its parent's. */
  record Indexes(String file) implements Spelling {
    @Override
    public Value initial() {
      return new Value.IndexSet("");
    }

    @Override
    public String text(Value stored, String current) {
      return ((Value.IndexSet) stored).list();
    }

    @Override
    public Value parse(String content) {
      return new Value.IndexSet(content);
    }
  }
}
