package io.weighbridge.scan.fuzz;

import io.weighbridge.evidence.FileReport;
import io.weighbridge.evidence.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Judges mutations of every file of a corpus, and counts. {@code CorpusMutationTest} runs a few of
 * them in every build; {@code scripts/fuzz.sh mutations} runs this class for many.
 */
final class MutationRun {
  /** What came out. Reports are added under the run's lock. */
  static final class Outcome {
    final Map<Verdict, Long> verdicts = new EnumMap<>(Verdict.class);
    final Map<String, String> defects = new LinkedHashMap<>();
    long mutations;
    long slowestNanos;
    String slowest = "";
  }

  private final List<Path> files;
  private final List<byte[]> contents = new ArrayList<>();
  private final Outcome outcome = new Outcome();

  MutationRun(Path corpus) throws IOException {
    try (Stream<Path> paths = Files.walk(corpus)) {
      files =
          paths.filter(p -> Files.isRegularFile(p, LinkOption.NOFOLLOW_LINKS)).sorted().toList();
    }
    for (Path file : files) {
      contents.add(Files.readAllBytes(file));
    }
  }

  int files() {
    return files.size();
  }

  /** Mutations {@code from} to before {@code to} of each file, on as many threads as said. */
  Outcome run(int from, int to, int threads) throws InterruptedException {
    var next = new AtomicInteger();
    Runnable work =
        () -> {
          for (int i = next.getAndIncrement(); i < files.size(); i = next.getAndIncrement()) {
            for (int number = from; number < to; number++) {
              judge(i, number);
            }
          }
        };
    var workers = new ArrayList<Thread>();
    for (int i = 0; i < threads; i++) {
      workers.add(Thread.ofPlatform().name("mutations-" + i).start(work));
    }
    for (Thread worker : workers) {
      worker.join();
    }
    return outcome;
  }

  private void judge(int index, int number) {
    String name = files.get(index).getFileName().toString();
    byte[] other = contents.get(Math.floorMod(index * 31 + number, contents.size()));
    byte[] bytes = Mutations.of(contents.get(index), other, (long) index << 32 | number);
    long start = System.nanoTime();
    Verdict verdict = null;
    String defect = "";
    try {
      FileReport report = AnyBytes.scan(name, bytes);
      verdict = report.verdict();
    } catch (Throwable e) { // whatever it is, it is what is looked for
      defect = String.valueOf(e);
    }
    long nanos = System.nanoTime() - start;
    String id = files.get(index).getParent().getFileName() + "/" + name + "#" + number;
    synchronized (outcome) {
      outcome.mutations++;
      if (verdict != null) {
        outcome.verdicts.merge(verdict, 1L, Long::sum);
      } else if (outcome.defects.size() < 100) {
        outcome.defects.put(id, defect);
      }
      if (nanos > outcome.slowestNanos) {
        outcome.slowestNanos = nanos;
        outcome.slowest = id;
      }
    }
  }

  /** Usage: CORPUS FROM TO THREADS; exit code 1 when a defect was found. */
  public static void main(String[] args) throws Exception {
    var run = new MutationRun(Path.of(args[0]));
    long start = System.nanoTime();
    Outcome outcome =
        run.run(Integer.parseInt(args[1]), Integer.parseInt(args[2]), Integer.parseInt(args[3]));
    System.out.printf(
        "files=%d mutations=%d seconds=%d verdicts=%s slowest_ms=%d slowest=%s heap_limit_mb=%d"
            + " defects=%d%n",
        run.files(),
        outcome.mutations,
        Duration.ofNanos(System.nanoTime() - start).toSeconds(),
        outcome.verdicts,
        outcome.slowestNanos / 1_000_000,
        outcome.slowest,
        Runtime.getRuntime().maxMemory() >> 20,
        outcome.defects.size());
    outcome.defects.forEach((id, what) -> System.out.println("defect " + id + ": " + what));
    System.exit(outcome.defects.isEmpty() ? 0 : 1);
  }
}
