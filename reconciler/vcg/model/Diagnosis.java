package vcg.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Hierarchy;
import vcg.cgroup.Knob;

/**
 * What looking at a host gave: what vcg takes it for, by which signs, and what is wrong with it.
 *
 * @param seen the directory in which the file of a knob was seen; a knob that the host has and that
 *     is missing here was concluded from other signs, because no directory had its file yet
 * @param tree the cgroup v2 tree, whether guests get directories in it or not; empty: not mounted
 * @param checks in the order in which they were made
 */
public record Diagnosis(
    Host host, SortedMap<Knob, CgroupPath> seen, Optional<Tree> tree, List<Check> checks) {
  public Diagnosis {
    seen = Sorted.copy(seen);
    checks = List.copyOf(checks);
  }

  /**
   * The cgroup v2 tree at the cgroup parent.
   *
   * @param offers the controllers that could be switched on there, as the kernel lists them
   * @param handsOn those that directories below it have
   */
  public record Tree(Hierarchy hierarchy, String offers, String handsOn) {}

  /** How a check ended. */
  public enum Verdict {
    OK,
    /** Something is missing that some guests may need. */
    WARNING,
    /** It could be done, but would go wrong: vcg does not start guests here. */
    REFUSED,
    /** No guest can be started. */
    FAILED;

    /** Whether no guest is started because of it. */
    public boolean stops() {
      return this == REFUSED || this == FAILED;
    }
  }

  /**
   * One thing that was looked at.
   *
   * @param hint what to do about it; empty: nothing to do, or nothing that vcg knows
   */
  public record Check(String subject, Verdict verdict, String text, String hint) {
    /** All is well. */
    public static Check ok(String subject, String text) {
      return new Check(subject, Verdict.OK, text, "");
    }

    /** What is wrong and what to do, as one message. */
    public String message() {
      return hint.isEmpty() ? text : text + "; " + hint;
    }
  }

  /** The first thing that ended so, as a message. */
  public Optional<String> first(Verdict verdict) {
    return checks.stream().filter(c -> c.verdict() == verdict).map(Check::message).findFirst();
  }

  /** Whether nothing keeps vcg from starting guests. */
  public boolean canStart() {
    return checks.stream().noneMatch(c -> c.verdict().stops());
  }

  /** The same with more that was looked at. */
  public Diagnosis with(List<Check> more) {
    List<Check> all = new ArrayList<>(checks);
    all.addAll(more);
    return new Diagnosis(host, seen, tree, all);
  }
}
