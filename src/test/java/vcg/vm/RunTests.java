package vcg.vm;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * The program in the machine: runs test classes and writes what became of each test, to a file and,
 * for who is watching, to standard output. JUnit's own console would bring a command line parser
 * and two report formats, of which nothing here reads either.
 */
final class RunTests implements TestExecutionListener {
  private final Path report;
  private final PrintStream watched;
  private Optional<TestPlan> plan = Optional.empty();
  private int tests;
  private int notPassed;

  private RunTests(Path report, PrintStream watched) {
    this.report = report;
    this.watched = watched;
  }

  /**
   * Words: the file for the report, a tag or nothing, then {@code CLASS} or {@code CLASS#METHOD}.
   */
  public static void main(String[] words) throws IOException {
    LauncherDiscoveryRequestBuilder request =
        LauncherDiscoveryRequestBuilder.request()
            .filters(EngineFilter.includeEngines("junit-jupiter"))
            .configurationParameter("junit.jupiter.execution.timeout.default", "5 m")
            .configurationParameter("junit.jupiter.execution.timeout.threaddump.enabled", "true");
    if (!words[1].isEmpty()) {
      request.filters(TagFilter.includeTags(words[1]));
    }
    for (String test : Arrays.asList(words).subList(2, words.length)) {
      request.selectors(
          test.contains("#")
              ? DiscoverySelectors.selectMethod(test)
              : DiscoverySelectors.selectClass(test));
    }
    var run =
        new RunTests(Path.of(words[0]), new PrintStream(System.out, true, StandardCharsets.UTF_8));
    Files.writeString(run.report, "");
    LauncherFactory.create().execute(request.build(), run);
    run.write(Result.END + "\n");
    run.watched.printf("%d tests, %d did not pass%n", run.tests, run.notPassed);
    System.exit(run.tests == 0 ? 2 : run.notPassed == 0 ? 0 : 1);
  }

  @Override
  public void testPlanExecutionStarted(TestPlan started) {
    plan = Optional.of(started);
  }

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    add(Result.Kind.SKIPPED, test, reason);
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (result.getStatus() == Status.SUCCESSFUL) {
      if (test.isTest()) {
        add(Result.Kind.PASSED, test, "");
      }
      return;
    }
    // also of a whole class: then there is no word of its tests
    boolean skipped = result.getStatus() == Status.ABORTED;
    StringWriter stack = new StringWriter();
    result.getThrowable().ifPresent(t -> t.printStackTrace(new PrintWriter(stack)));
    add(skipped ? Result.Kind.SKIPPED : Result.Kind.FAILED, test, stack.toString());
  }

  private void add(Result.Kind kind, TestIdentifier test, String text) {
    tests++;
    notPassed += kind == Result.Kind.PASSED ? 0 : 1;
    Result result = new Result(kind, Tagged.testClass(test).orElse("-"), name(test), text);
    watched.print(result);
    write(result.toString());
  }

  private void write(String text) {
    try {
      Files.writeString(report, text, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of a test with parameters: the method and which of them. */
  private String name(TestIdentifier test) {
    Optional<TestIdentifier> above = plan.orElseThrow().getParent(test);
    boolean parameters =
        above.isPresent()
            && above.get().getSource().filter(MethodSource.class::isInstance).isPresent();
    return (parameters ? name(above.orElseThrow()) + " " : "") + test.getDisplayName();
  }
}
