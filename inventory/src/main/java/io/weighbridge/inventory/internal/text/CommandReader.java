package io.weighbridge.inventory.internal.text;

import io.weighbridge.inventory.Flag;
import io.weighbridge.inventory.Hazard;
import io.weighbridge.inventory.Hub;
import io.weighbridge.inventory.Site;
import io.weighbridge.inventory.Use;
import io.weighbridge.inventory.internal.Claim;
import io.weighbridge.inventory.internal.Sink;
import io.weighbridge.inventory.internal.Table;
import io.weighbridge.inventory.internal.Text;
import io.weighbridge.inventory.internal.python.PythonReader;
import io.weighbridge.inventory.internal.text.Words.Word;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Models on command lines: in scripts, image builds, manifests, documents. Confined to a file. */
public final class CommandReader {
  private static final List<Program> PROGRAMS = programs();

  /** Options of any program whose value is a model. */
  private static final Set<String> OPTIONS =
      Set.of(
          "--model",
          "--model-id",
          "--model_id",
          "--model-name",
          "--model_name",
          "--model_name_or_path",
          "--model-name-or-path",
          "--model-path",
          "--model_path",
          "--pretrained_model_name_or_path",
          "--pretrained-model-name-or-path",
          "--pretrained",
          "--tokenizer",
          "--tokenizer_name",
          "--repo-id",
          "--repo_id",
          "--hf-repo",
          "--hf_repo",
          "--base-model",
          "--base_model",
          "--embedding-model",
          "--embedding_model",
          "--teacher_model",
          "--student_model",
          "--reranker-model",
          "--speculative-model",
          "--draft-model",
          "--reward_model_path",
          "--sft_model_path",
          "--adapter",
          "--lora",
          "--vae");

  private static final Set<String> FETCH = Set.of("curl", "wget", "aria2c", "axel");

  private final Text text;
  private final Sink sink;
  private final boolean documents;
  private final Map<String, String> variables = new HashMap<>();

  /** A row of {@code commands.tsv}. */
  private record Program(List<String> words, Hub hub, List<String> id, String revision) {}

  public CommandReader(Text text, Sink sink, boolean documents) {
    this.text = text;
    this.sink = sink;
    this.documents = documents;
  }

  private static List<Program> programs() {
    var all = new ArrayList<Program>();
    for (List<String> row : Table.rows("commands.tsv", 5)) {
      all.add(
          new Program(
              List.of(row.get(0).split(" ", -1)),
              Hub.of(row.get(1)),
              List.of(row.get(2).split(",", -1)),
              row.get(3)));
    }
    return all;
  }

  /** Remembers a variable that later words may use. */
  void variable(String name, String value) {
    variables.put(name, value);
  }

  /** Reads a stretch of text as shell. */
  public void read(int from, int to) {
    for (List<Word> command : Words.commands(text.chars(), from, to)) {
      command(command);
    }
  }

  /** Reads one command, word by word. */
  void command(List<Word> command) {
    var words = new ArrayList<Word>();
    for (Word word : command) {
      words.add(new Word(Words.filled(word.text(), variables), word.at()));
    }
    assignments(words);
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i).text();
      String base = word.substring(word.lastIndexOf('/') + 1);
      for (Program program : PROGRAMS) {
        if (begins(words, i, base, program)) {
          program(words, i, program);
        }
      }
      if (word.equals("-c")
          && i > 0
          && i + 1 < words.size()
          && words.get(i - 1).text().contains("python")) {
        python(words.get(i + 1));
      }
      if (FETCH.contains(base)
          || base.equals("git")
              && i + 1 < words.size()
              && words.get(i + 1).text().equals("clone")) {
        fetch(words, i, base);
      }
    }
    options(words);
  }

  private void assignments(List<Word> words) {
    for (Word word : words) {
      Map<String, String> assigned = Words.assignment(word.text());
      if (assigned.isEmpty()) {
        if (!word.text().equals("export")
            && !word.text().equals("local")
            && !word.text().equals("readonly")
            && !word.text().equals("env")
            && !word.text().equals("declare")) {
          return;
        }
        continue;
      }
      assigned.forEach(
          (name, value) -> {
            variables.put(name, value);
            setting(word.at(), name, value);
          });
    }
  }

  /** A setting by its name. */
  void setting(int at, String name, String value) {
    sink.claim(text, used(Claim.name(at, value, Claim.WEAK, name)));
    if (name.equals("HF_ENDPOINT") && value.contains("huggingface.co") && !documents) {
      sink.hazard(
          new Hazard(
              text.path(),
              text.line(at),
              "lint/gate-bypass",
              "HF_ENDPOINT is set to the public hub",
              text.excerpt(at),
              Optional.empty()));
    }
  }

  private Claim used(Claim claim) {
    return documents ? claim.withUse(Use.DOCUMENTS) : claim;
  }

  private static boolean begins(List<Word> words, int at, String base, Program program) {
    if (!base.equals(program.words().getFirst()) || at + program.words().size() > words.size()) {
      return false;
    }
    for (int i = 1; i < program.words().size(); i++) {
      if (!words.get(at + i).text().equals(program.words().get(i))) {
        return false;
      }
    }
    return true;
  }

  private void program(List<Word> words, int at, Program program) {
    List<Word> rest = words.subList(at + program.words().size(), words.size());
    if (has(rest, "--repo-type", "dataset")
        || has(rest, "--repo-type", "space")
        || has(rest, "--type", "dataset")) {
      return;
    }
    String revision = option(rest, program.revision()).map(Word::text).orElse("");
    for (String id : program.id()) {
      Optional<Word> value = id.startsWith("-") ? option(rest, id) : positional(rest, id);
      if (value.isPresent() && value.get().text().indexOf('$') < 0) {
        claim(words.get(at).at(), value.get(), program, revision, rest);
        return;
      }
    }
  }

  private void claim(int at, Word value, Program program, String revision, List<Word> rest) {
    String raw = value.text();
    if (raw.contains("pretrained=")) {
      raw = raw.replaceFirst("^.*pretrained=([^,]*).*$", "$1");
    }
    Hub hub = program.hub();
    if (hub == Hub.HUGGINGFACE && raw.indexOf(':') > 0 && !raw.contains("://")) {
      raw = raw.substring(0, raw.indexOf(':')); // llama.cpp's quantisation
    }
    Flag trust =
        rest.stream().anyMatch(word -> word.text().equals("--trust-remote-code"))
            ? Flag.TRUE
            : Flag.UNSET;
    int end = value.at() + value.text().length();
    boolean plain = text.chars().startsWith(value.text(), value.at());
    Site site =
        plain && !program.revision().isEmpty() && !documents ? new Site(end, -1, -1) : Site.NONE;
    String loader = String.join(" ", program.words());
    sink.claim(
        text,
        new Claim(
            at,
            documents ? Use.DOCUMENTS : Use.LOADS,
            raw,
            hub,
            hub == Hub.HUGGINGFACE ? Claim.LEGACY : Claim.ANY,
            revision,
            loader,
            Flag.UNSET,
            trust,
            -1,
            site));
    if (trust == Flag.TRUE && !documents) {
      sink.hazard(
          new Hazard(
              text.path(),
              text.line(at),
              "lint/remote-code",
              loader + " may run code of the model's repository",
              text.excerpt(at),
              Optional.empty()));
    }
  }

  private static boolean has(List<Word> words, String option, String value) {
    return option(words, option).filter(word -> word.text().equals(value)).isPresent();
  }

  private static Optional<Word> option(List<Word> words, String option) {
    for (int i = 0; i < words.size() && !option.isEmpty(); i++) {
      String word = words.get(i).text();
      if (word.equals(option) && i + 1 < words.size()) {
        return Optional.of(words.get(i + 1));
      }
      if (word.startsWith(option + "=")) {
        return Optional.of(
            new Word(word.substring(option.length() + 1), words.get(i).at() + option.length() + 1));
      }
    }
    return Optional.empty();
  }

  private static Optional<Word> positional(List<Word> words, String which) {
    if (which.equals("none")) {
      return Optional.empty();
    }
    int wanted = Integer.parseInt(which);
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i).text();
      if (word.startsWith("-")) {
        boolean valued =
            !word.contains("=")
                && i + 1 < words.size()
                && word.matches(
                    "--(local-dir|revision|include|exclude|token|cache-dir|repo-type|host|port|served-model-name|gpu-memory-utilization|max-model-len|tensor-parallel-size|dtype)");
        i += valued ? 1 : 0;
      } else if (wanted-- == 0) {
        return Optional.of(words.get(i));
      }
    }
    return Optional.empty();
  }

  /** Options that name a model whatever the program is. */
  private void options(List<Word> words) {
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i).text();
      int equals = word.indexOf('=');
      String option = equals < 0 ? word : word.substring(0, equals);
      if (!OPTIONS.contains(option)) {
        continue;
      }
      Optional<Word> value = option(words.subList(i, words.size()), option);
      value.ifPresent(
          given ->
              sink.claim(text, used(Claim.name(given.at(), given.text(), Claim.WEAK, "model"))));
    }
  }

  private void fetch(List<Word> words, int at, String program) {
    for (Word word : words.subList(at + 1, words.size())) {
      if (word.text().startsWith("http") && word.text().indexOf('$') < 0) {
        Claim claim =
            Claim.load(
                word.at(),
                word.text(),
                Hub.URL,
                Claim.LEGACY,
                program.equals("git") ? "git clone" : program);
        if (io.weighbridge.inventory.internal.Models.known(word.text())) {
          sink.claim(text, documents ? claim.withUse(Use.DOCUMENTS) : claim);
        }
      }
    }
  }

  /** {@code python -c "…"}. */
  private void python(Word code) {
    if (code.text().contains("(")) {
      int line = text.line(code.at());
      int count = (int) code.text().lines().count() + 1;
      int[] numbers = new int[count];
      for (int i = 0; i < count; i++) {
        numbers[i] = line + i;
      }
      PythonReader.read(
          Text.lines(text.path(), text.kind(), code.text(), numbers), sink, documents);
    }
  }
}
