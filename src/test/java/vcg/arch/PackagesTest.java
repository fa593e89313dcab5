package vcg.arch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which package may use which: only downwards, and input and output only at the two ends. */
@AnalyzeClasses(packages = "vcg", importOptions = ImportOption.DoNotIncludeTests.class)
class PackagesTest {
  private static final String[] PURE = {
    "vcg.validate..", "vcg.plan..", "vcg.report..", "vcg.guest..", "vcg.model..", "vcg.cgroup.."
  };

  /** A stage is used by commands and daemon alone; the stages meet in the words of the model. */
  @ArchTest
  static final ArchRule packages_dependOnlyDownwards =
      layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage("vcg..")
          .withOptionalLayers(true)
          .layer("cli")
          .definedBy("vcg.cli..")
          .layer("run")
          .definedBy("vcg.run..")
          .layer("linux")
          .definedBy("vcg.linux..")
          .layer("read")
          .definedBy("vcg.read..")
          .layer("validate")
          .definedBy("vcg.validate..")
          .layer("observe")
          .definedBy("vcg.observe..")
          .layer("plan")
          .definedBy("vcg.plan..")
          .layer("apply")
          .definedBy("vcg.apply..")
          .layer("report")
          .definedBy("vcg.report..")
          .layer("guest")
          .definedBy("vcg.guest..")
          .layer("model")
          .definedBy("vcg.model..")
          .layer("cgroup")
          .definedBy("vcg.cgroup..")
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("run")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("linux")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("read")
          .mayOnlyBeAccessedByLayers("cli", "run")
          .whereLayer("validate")
          .mayOnlyBeAccessedByLayers("cli", "run")
          .whereLayer("observe")
          .mayOnlyBeAccessedByLayers("cli", "run")
          .whereLayer("plan")
          .mayOnlyBeAccessedByLayers("cli", "run")
          .whereLayer("apply")
          .mayOnlyBeAccessedByLayers("cli", "run")
          .whereLayer("report")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("guest")
          .mayOnlyBeAccessedByLayers(
              "cli", "run", "linux", "read", "validate", "observe", "plan", "apply", "report")
          .whereLayer("model")
          .mayOnlyBeAccessedByLayers(
              "cli",
              "run",
              "linux",
              "read",
              "validate",
              "observe",
              "plan",
              "apply",
              "report",
              "guest")
          .whereLayer("cgroup")
          .mayNotAccessAnyLayer();

  @ArchTest
  static final ArchRule pureStages_doNoInputOrOutput =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .dependOnClassesThat()
          .haveNameMatching(
              "java\\.nio\\.file\\.(Files|FileSystems?|WatchService)"
                  + "|java\\.io\\.(File.*|RandomAccessFile|PrintStream)"
                  + "|java\\.lang\\.(Process|ProcessBuilder|ProcessHandle|Runtime)"
                  + "|java\\.time\\.Clock")
          .orShould()
          .dependOnClassesThat()
          .resideInAnyPackage("java.net..", "java.nio.channels..", "java.lang.foreign..")
          .allowEmptyShould(true);

  /** What JAXB needs is named where documents are read, nowhere else. */
  @ArchTest
  static final ArchRule boundClasses_stayInRead =
      noClasses()
          .that()
          .resideOutsideOfPackage("vcg.read..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("jakarta.xml.bind..", "org.xml.sax..", "javax.xml..")
          .allowEmptyShould(true);
}
