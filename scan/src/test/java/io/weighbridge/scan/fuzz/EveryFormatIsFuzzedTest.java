package io.weighbridge.scan.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * No format without a fuzz target: a seed of its target must be identified as the format and opened
 * as it. Whoever adds a format adds a seed, and a target where it has a parser of its own.
 */
class EveryFormatIsFuzzedTest {
  private static final Path INPUTS =
      Path.of(System.getProperty("weighbridge.root"))
          .resolve("scan/src/test/resources/io/weighbridge/scan/fuzz");

  @Test
  void everyFormatHasASeedOfATargetThatOpensIt() throws Exception {
    AnyBytes.reached().clear();
    for (Method target : targets(FormatFuzzTest.class)) {
      for (Path seed : seeds(target)) {
        target.invoke(new FormatFuzzTest(), (Object) Files.readAllBytes(seed));
      }
    }
    assertThat(EnumSet.complementOf(EnumSet.copyOf(AnyBytes.reached())))
        .as("formats without a seed and a target in FormatFuzzTest")
        .isEmpty();
  }

  @Test
  void everyTargetHasSeeds() throws IOException {
    for (Class<?> test : List.of(FormatFuzzTest.class, TextFuzzTest.class)) {
      for (Method target : targets(test)) {
        assertThat(seeds(target)).as(target.toString()).isNotEmpty();
      }
    }
  }

  @Test
  void everySeedFolderBelongsToATarget() throws IOException {
    var names = new ArrayList<String>();
    for (Class<?> test : List.of(FormatFuzzTest.class, TextFuzzTest.class)) {
      targets(test).forEach(t -> names.add(test.getSimpleName() + "Inputs/" + t.getName()));
    }
    try (Stream<Path> folders = Files.walk(INPUTS, 2)) {
      assertThat(
              folders
                  .filter(f -> Files.isDirectory(f) && INPUTS.relativize(f).getNameCount() == 2)
                  .map(f -> INPUTS.relativize(f).toString()))
          .containsExactlyInAnyOrderElementsOf(names);
    }
  }

  private static List<Method> targets(Class<?> test) {
    return Stream.of(test.getDeclaredMethods())
        .filter(method -> method.isAnnotationPresent(FuzzTest.class))
        .toList();
  }

  private static List<Path> seeds(Method target) throws IOException {
    Path folder =
        INPUTS.resolve(target.getDeclaringClass().getSimpleName() + "Inputs/" + target.getName());
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
