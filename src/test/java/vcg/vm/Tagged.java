package vcg.vm;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Which test classes are tagged for the machine; found by JUnit itself. */
final class Tagged {
  private static final Path CLASSES = Path.of("target/test-classes");
  private static final String TAG = "vm";

  private final SortedMap<String, Set<String>> byTag = new TreeMap<>();
  private final Set<String> machineOnly = new TreeSet<>();

  private Tagged() {}

  static Tagged find() {
    Tagged tagged = new Tagged();
    TestPlan plan =
        LauncherFactory.create()
            .discover(
                LauncherDiscoveryRequestBuilder.request()
                    .filters(EngineFilter.includeEngines("junit-jupiter"))
                    .selectors(
                        DiscoverySelectors.selectClasspathRoots(Set.of(CLASSES.toAbsolutePath())))
                    .build());
    plan.getRoots().forEach(root -> plan.getDescendants(root).forEach(tagged::add));
    return tagged;
  }

  private void add(TestIdentifier test) {
    Optional<String> testClass = testClass(test);
    testClass.filter(name -> name.endsWith("VM")).ifPresent(machineOnly::add);
    test.getTags().stream()
        .map(TestTag::getName)
        .filter(tag -> tag.startsWith(TAG))
        .forEach(
            tag -> byTag.computeIfAbsent(tag, _ -> new TreeSet<>()).add(testClass.orElseThrow()));
  }

  /** The class that a test is in, the outermost; empty: it is in none. */
  static Optional<String> testClass(TestIdentifier test) {
    return test.getSource()
        .map(source ->
            switch (source) {
              case MethodSource method -> method.getClassName();
              case ClassSource of -> of.getClassName();
              default -> "";
            })
        .map(name -> name.replaceFirst("\\$.*", ""))
        .filter(name -> !name.isEmpty());
  }

  /** The tags that begin like those of the machine. */
  Set<String> tags() {
    return Collections.unmodifiableSet(byTag.keySet());
  }

  /** The classes with tests of a tag. */
  Set<String> classes(String tag) {
    return Collections.unmodifiableSet(byTag.getOrDefault(tag, new TreeSet<>()));
  }

  /** The classes that by their name run in the machine only. */
  Set<String> machineOnly() {
    return Collections.unmodifiableSet(machineOnly);
  }
}
