package vcg.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The commands, with what they take. */
enum Command {
  VALIDATE("[DIR|FILE...]", "check domain files; needs no root and no cgroups"),
  PLAN(
      "[DIR]",
      "show what apply would do; writes nothing",
      Option.DETAILED_EXITCODE,
      Option.OUT,
      Option.FROM,
      Option.ALLOW_STOPS,
      Option.ALLOW_BELOW_USE),
  APPLY(
      "[DIR]",
      "make the host match the domain files",
      Option.PLAN,
      Option.ALLOW_STOPS,
      Option.ALLOW_BELOW_USE),
  RUN(
      "[DIR]",
      "keep the host equal to the domain files until told to end",
      Option.CONTROL_GROUP,
      Option.STATUS_FOR_ALL,
      Option.METRICS,
      Option.SWEEP,
      Option.ALLOW_BELOW_USE),
  RESTART("GUEST", "stop and start a guest, for what cannot change while it runs", Option.DRY_RUN),
  APPROVE("GUEST", "consent to a stop that the daemon holds back", Option.ALL),
  PAUSE("", "have the daemon change nothing until vcg resume"),
  RESUME("", "have the daemon go on"),
  RELOAD("", "have the daemon look at everything now"),
  EXPLAIN("GUEST", "show what its file becomes; needs no root", Option.COMMAND),
  STATUS("[GUEST...]", "what runs, and whether it is in sync", Option.WATCH),
  CONSOLE(
      "GUEST",
      "attach to a guest's console; Ctrl-] ends it",
      Option.DEVICE,
      Option.ESCAPE,
      Option.FORCE),
  LOGS("GUEST", "what the process of a guest printed", Option.FOLLOW, Option.LINES),
  SCHEDINFO(
      "GUEST",
      "what the scheduler holds for a guest; --set changes it",
      Option.SET,
      Option.DRY_RUN,
      Option.ALLOW_BELOW_USE),
  SET(
      "GUEST PATH=VALUE...",
      "change values such as cputune/shares=2048 in its file, and apply it",
      Option.DRY_RUN,
      Option.ALLOW_BELOW_USE),
  IMPORT(
      "FILE...|-|--all",
      "make domain files of what virsh dumpxml prints",
      Option.ALL,
      Option.OUT,
      Option.FORCE),
  DOCTOR("", "what this host has, what is missing, and what to do"),
  SNAPSHOT("[DIR]", "record this host for plan --from snapshot:FILE"),
  DEMO("", "show all of it on cgroups and guests of its own, and clean up"),
  VERSION("", "print the version"),
  HELP("[COMMAND]", "print this, or the options of a command");

  private final String arguments;
  private final String meaning;

  @SuppressWarnings("ImmutableEnumChecker") // List.of cannot change
  private final List<Option> options;

  Command(String arguments, String meaning, Option... options) {
    this.arguments = arguments;
    this.meaning = meaning;
    this.options = List.of(options);
  }

  String arguments() {
    return arguments;
  }

  String meaning() {
    return meaning;
  }

  /** The options that only this command takes, besides the global ones. */
  List<Option> options() {
    return options;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Command> of(String word) {
    return Arrays.stream(values()).filter(c -> c.word().equals(word)).findFirst();
  }
}
