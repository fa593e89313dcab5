package vcg.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import vcg.Requires;

/**
 * The tests that are tagged for the machine: each counts here by what became of it there. They
 * touch nothing of the host, so they run beside its own tests.
 */
@Execution(ExecutionMode.CONCURRENT)
class InTheMachineIT {
  /** One machine for each way of mounting cgroups that a tag asks for, one after the other. */
  @TestFactory
  Stream<DynamicContainer> testsInTheMachine() {
    Requires.testMachine();
    Tagged tagged = Tagged.find();

    return Arrays.stream(Cgroups.values())
        .filter(cgroups -> tagged.tags().contains(cgroups.tag()))
        .map(cgroups ->
            dynamicContainer(cgroups.name(), tests(cgroups, tagged.classes(cgroups.tag()))));
  }

  /** A slip in a tag or a name must not be the way in which a test is never run. */
  @Test
  void tagsAndNames_areThoseThatTheMachineKnows() {
    Tagged tagged = Tagged.find();
    Set<String> classes = new TreeSet<>();
    tagged.tags().forEach(tag -> classes.addAll(tagged.classes(tag)));

    assertThat(tagged.tags())
        .contains(Cgroups.V2.tag())
        .isSubsetOf(Arrays.stream(Cgroups.values()).map(Cgroups::tag).toList());
    assertThat(classes).containsAll(tagged.machineOnly());
    assertThat(classes).allMatch(name -> name.endsWith("VM") || name.endsWith("IT"));
  }

  private static Stream<DynamicTest> tests(Cgroups cgroups, Collection<String> classes) {
    List<Result> results;
    try {
      results = TestMachine.run(cgroups, classes);
    } catch (IOException | InterruptedException e) {
      return Stream.of(
          dynamicTest(
              "machine",
              () -> {
                throw e;
              }));
    }
    List<DynamicTest> tests = new ArrayList<>();
    for (String testClass : classes) {
      List<Result> ofClass =
          results.stream().filter(result -> result.testClass().equals(testClass)).toList();
      assertThat(ofClass).as("tests of %s that ran in the machine", testClass).isNotEmpty();
      for (Result result : ofClass) {
        String name = testClass + " " + result.name();
        tests.add(dynamicTest(name, () -> check(name, result)));
      }
    }
    assertThat(tests).as("tests of the classes asked for").hasSameSizeAs(results);
    return tests.stream();
  }

  private static void check(String name, Result result) {
    switch (result.kind()) {
      case PASSED -> {}
      case FAILED -> throw new AssertionError(name + "\n" + result.text());
      case SKIPPED -> Requires.require(false, name + "\n" + result.text());
    }
  }
}
