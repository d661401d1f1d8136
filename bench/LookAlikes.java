import io.weighbridge.hub.ModelId;
import io.weighbridge.sourcing.NameIndex;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * The look-alike index over generated names: time to build, memory, time of look-ups. Prints one
 * line a figure. Arguments: known-models.txt, how many names, a file for the names or "-".
 *
 * <p>Names are made as a hub's are: a few hundred thousand publishers, most names derived from a
 * known one (copies, fine-tunes, quantisations), short popular names that thousands share.
 */
public final class LookAlikes {
  private static final String[] SYLLABLES = {
    "ka", "lo", "vi", "ner", "tas", "mu", "rix", "pel", "don", "shi", "ab", "cor", "yan", "li", "ge"
  };
  private static final String[] WORDS = {
    "finetuned", "lora", "GGUF", "merged", "sft", "dpo", "test", "v2", "q4", "awq", "chat", "medical",
    "legal", "german", "hindi", "code", "math", "instruct", "emotion", "ner", "summarization", "final"
  };
  private static final String[] SHARED = {
    "gpt2", "gemma-2b", "test", "llama-2-7b", "bert-base-uncased", "my-model", "distilbert-base-uncased"
  };

  public static void main(String[] arguments) throws IOException {
    List<String> known =
        Files.readAllLines(Path.of(arguments[0])).stream()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .map(line -> line.split("\t")[0].strip())
            .toList();
    int count = Integer.parseInt(arguments[1]);
    long before = used();
    List<ModelId> ids = ids(known, count, new Random(20261125));
    if (!arguments[2].equals("-")) {
      Files.write(Path.of(arguments[2]), ids.stream().map(ModelId::toString).toList());
    }
    NameIndex warm = NameIndex.empty();
    warm.addAll(ids.subList(0, Math.min(20_000, ids.size())));
    queries(known, 2_000, new Random(1)).forEach(warm::resembles);
    warm = NameIndex.empty();

    long start = cpu();
    NameIndex index = NameIndex.empty();
    index.addAll(ids);
    say("names", index.size());
    say("build, CPU s", (cpu() - start) / 1e9);
    ids = null;
    say("index, MB", (used() - before) / 1e6);
    look(index, "misspelt names", queries(known, 2_000, new Random(2)));
    look(index, "names that thousands share", shared(500, new Random(3)));
  }

  private static List<ModelId> ids(List<String> known, int count, Random random) {
    var ids = new ArrayList<ModelId>(count);
    known.forEach(id -> ModelId.parse(id).ifPresent(ids::add));
    int publishers = Math.max(1, count / 5);
    while (ids.size() < count) {
      String publisher = publisher(random.nextInt(publishers));
      String name;
      int kind = random.nextInt(100);
      if (kind < 3) {
        name = SHARED[random.nextInt(SHARED.length)];
      } else if (kind < 70) {
        String base = known.get(random.nextInt(known.size()));
        base = base.substring(base.indexOf('/') + 1);
        name = base + "-" + word(random) + (kind < 40 ? "-" + word(random) : "");
      } else {
        name = word(random) + "-" + syllables(random) + "-" + random.nextInt(1000);
      }
      ModelId.parse(publisher + "/" + name).ifPresent(ids::add);
    }
    return ids;
  }

  private static String word(Random random) {
    return WORDS[random.nextInt(WORDS.length)];
  }

  private static String syllables(Random random) {
    return SYLLABLES[random.nextInt(SYLLABLES.length)]
        + SYLLABLES[random.nextInt(SYLLABLES.length)]
        + SYLLABLES[random.nextInt(SYLLABLES.length)];
  }

  private static String publisher(int number) {
    return syllables(new Random(number)) + (number % 3 == 0 ? "-" : "") + number;
  }

  /** Known names with one letter swapped, under a publisher that nobody knows. */
  private static List<ModelId> queries(List<String> known, int count, Random random) {
    var queries = new ArrayList<ModelId>();
    while (queries.size() < count) {
      String id = known.get(random.nextInt(known.size()));
      queries.add(slip(id.substring(id.indexOf('/') + 1), random));
    }
    return queries;
  }

  private static List<ModelId> shared(int count, Random random) {
    var queries = new ArrayList<ModelId>();
    for (int i = 0; i < count; i++) {
      String name = SHARED[random.nextInt(SHARED.length)];
      queries.add(
          i % 2 == 0 ? new ModelId("nobody" + random.nextInt(1000), name) : slip(name, random));
    }
    return queries;
  }

  private static ModelId slip(String name, Random random) {
    int at = random.nextInt(name.length());
    String slipped = name.substring(0, at) + (char) ('a' + random.nextInt(26)) + name.substring(at + 1);
    return ModelId.parse("somebody/" + slipped).orElseGet(() -> new ModelId("somebody", name));
  }

  private static void look(NameIndex index, String what, List<ModelId> queries) {
    long[] nanos = new long[queries.size()];
    int found = 0;
    for (int i = 0; i < nanos.length; i++) {
      long start = cpu();
      found += index.resembles(queries.get(i)).isPresent() ? 1 : 0;
      nanos[i] = cpu() - start;
    }
    Arrays.sort(nanos);
    say(what + ": found of " + nanos.length, found);
    say(what + ": median, CPU ms", nanos[nanos.length / 2] / 1e6);
    say(what + ": mean, CPU ms", Arrays.stream(nanos).average().orElse(0) / 1e6);
    say(what + ": 99 in 100 below, CPU ms", nanos[nanos.length * 99 / 100] / 1e6);
    say(what + ": worst, CPU ms", nanos[nanos.length - 1] / 1e6);
  }

  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static long used() {
    System.gc();
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static void say(String what, double value) {
    System.out.printf(java.util.Locale.ROOT, "%s\t%.2f%n", what, value);
  }
}
