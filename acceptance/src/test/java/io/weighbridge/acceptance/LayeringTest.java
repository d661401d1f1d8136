package io.weighbridge.acceptance;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ARCHITECTURE.md's promises, held against the compiled classes. */
class LayeringTest {
  private static final String ROOT = "io.weighbridge.";
  private static List<String> modules = List.of();
  private static JavaClasses classes;

  @BeforeAll
  static void read() throws IOException {
    String pom = Files.readString(Path.of(System.getProperty("weighbridge.root"), "pom.xml"));
    modules =
        Pattern.compile("<module>([a-z]+)</module>")
            .matcher(pom)
            .results()
            .map(found -> found.group(1))
            .filter(module -> !module.equals("acceptance") && !module.equals("bench"))
            .toList();
    classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.weighbridge");
  }

  private static String module(JavaClass type) {
    String rest = type.getPackageName().substring(ROOT.length());
    int dot = rest.indexOf('.');
    return dot < 0 ? rest : rest.substring(0, dot);
  }

  private static DescribedPredicate<JavaClass> of(List<String> names) {
    return DescribedPredicate.describe(
        "in " + names,
        type -> type.getPackageName().startsWith(ROOT) && names.contains(module(type)));
  }

  @Test
  void everyModuleWasSeen() {
    assertThat(modules).contains("evidence", "pickle", "registry", "cli").hasSizeGreaterThan(10);
    for (String module : modules) {
      assertThat(classes.stream().anyMatch(type -> module(type).equals(module)))
          .as("classes of " + module)
          .isTrue();
    }
  }

  @Test
  void modulesUseOnlyThoseAboveThemInTheRootPom() {
    for (int i = 0; i < modules.size() - 1; i++) {
      List<String> below = modules.subList(i + 1, modules.size());
      noClasses()
          .that(of(List.of(modules.get(i))))
          .should()
          .dependOnClassesThat(of(below))
          .check(classes);
    }
  }

  @Test
  void noModuleReachesIntoAnother() {
    for (String module : modules) {
      noClasses()
          .that(of(modules.stream().filter(other -> !other.equals(module)).toList()))
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + module + ".internal..")
          .check(classes);
    }
  }

  @Test
  void whatIsNotPublicLivesInInternalPackages() {
    classes()
        .should()
        .resideInAnyPackage(
            modules.stream()
                .flatMap(module -> List.of(ROOT + module, ROOT + module + ".internal..").stream())
                .toArray(String[]::new))
        .check(classes);
  }

  @Test
  void thePickleMachineNeedsTheJdkAndTwoRoomsOnly() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + "pickle..")
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages(
            "java..",
            "org.jspecify.annotations..",
            ROOT + "pickle..",
            ROOT + "content..",
            ROOT + "evidence..")
        .check(classes);
  }

  /** Nothing untrusted is executed: what could do it is not called at all, or from named places. */
  @ParameterizedTest
  @CsvSource({
    "java.io.ObjectInputStream, ''",
    "java.beans.XMLDecoder, ''",
    "javax.script.ScriptEngine, ''",
    "javax.script.ScriptEngineManager, ''",
    "javax.naming.InitialContext, ''",
    "java.net.URLClassLoader, ''",
    "javax.tools.JavaCompiler, ''",
    // The demo's own peers; git, which is told to run nothing of a repository.
    "java.lang.ProcessBuilder, io.weighbridge.cli.internal.(demo.Installed.*|GitCheckout)",
  })
  void whatCouldRunForeignCodeIsNotUsed(String forbidden, String allowedIn) {
    ArchRule rule =
        noClasses()
            .that(
                DescribedPredicate.describe(
                    "other than " + allowedIn, type -> !type.getName().matches(allowedIn)))
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName(forbidden);
    rule.check(classes);
  }

  @ParameterizedTest
  @CsvSource({
    "java.lang.Runtime, exec",
    "java.lang.System, load",
    "java.lang.System, loadLibrary",
    "java.lang.Class, forName",
    "java.lang.ClassLoader, loadClass",
    "java.lang.reflect.Method, invoke",
  })
  void reflectionAndNativeCodeAreNotReachedFor(String type, String method) {
    noClasses()
        .should(
            new com.tngtech.archunit.lang.ArchCondition<JavaClass>("call " + type + "." + method) {
              @Override
              public void check(
                  JavaClass caller, com.tngtech.archunit.lang.ConditionEvents events) {
                caller.getMethodCallsFromSelf().stream()
                    .filter(call -> call.getTargetOwner().getName().equals(type))
                    .filter(call -> call.getName().equals(method))
                    .forEach(
                        call ->
                            events.add(
                                com.tngtech.archunit.lang.SimpleConditionEvent.satisfied(
                                    call, call.getDescription())));
              }
            })
        .check(classes);
  }

  @Test
  void noTypeIsNamedAfterNothing() {
    noClasses().should().haveNameMatching(".*(Util|Utils|Helper|Manager|Impl)").check(classes);
  }
}
