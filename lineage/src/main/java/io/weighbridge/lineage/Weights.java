package io.weighbridge.lineage;

import io.weighbridge.content.Budget;
import io.weighbridge.content.BudgetExceeded;
import io.weighbridge.content.Content;
import io.weighbridge.content.ContentException;
import io.weighbridge.formats.Format;
import io.weighbridge.formats.FormatException;
import io.weighbridge.formats.Formats;
import io.weighbridge.lineage.internal.read.Reader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tensors of a model, whatever its formats: safetensors, torch (zip and legacy, by the symbolic
 * pickle machine, never executed), GGUF, numpy. Holds its files open until it is closed. The
 * weights may be read from several threads.
 */
public final class Weights implements AutoCloseable {
  private final List<Content> open = new ArrayList<>();
  private final Map<String, WeightSet> sets = new LinkedHashMap<>();

  private Weights() {}

  /** Reads the headers of those files that hold tensors; data is read when it is asked for. */
  public static Weights read(List<WeightFile> files) {
    var weights = new Weights();
    for (WeightFile file : files) {
      if (mayHold(file.name())) {
        weights.add(file);
      }
    }
    return weights;
  }

  /** Names that loaders of tensors look for; the format is found from the bytes. */
  private static boolean mayHold(String name) {
    return name.matches(".*\\.(safetensors|bin|pt|pth|ckpt|gguf|npy)");
  }

  private void add(WeightFile file) {
    var found = new ArrayList<Weight>();
    var problems = new ArrayList<String>();
    Format format = Format.UNKNOWN;
    try {
      Content content = file.open().get();
      open.add(content);
      Budget budget = Budget.standard();
      format = Formats.identify(content, budget);
      if (!Reader.reads(format)) {
        return;
      }
      Reader.read(file.path(), content, format, budget, found, problems);
      long taken = 0;
      for (Weight weight : found) {
        taken += weight.data().size();
      }
      // Tied tensors share bytes, so a file may hold a little more than its size.
      if (taken > 4 * content.size() + (64L << 20)) {
        found.clear();
        problems.add(file.path() + " describes " + taken + " bytes of tensors, too many for it");
      }
    } catch (ContentException | FormatException | BudgetExceeded | LineageException e) {
      problems.add(file.path() + ": " + e.getMessage());
    }
    String stem = file.path().replaceFirst("-\\d{5}-of-\\d{5}(?=\\.)", "");
    WeightSet before =
        sets.getOrDefault(stem, new WeightSet(stem, format, List.of(), List.of(), List.of()));
    sets.put(
        stem,
        new WeightSet(
            stem,
            before.format(),
            joined(before.files(), List.of(file.path())),
            joined(before.weights(), found),
            joined(before.problems(), problems)));
  }

  private static <T> List<T> joined(List<T> before, List<T> more) {
    var all = new ArrayList<>(before);
    all.addAll(more);
    return all;
  }

  /** In the order of the files. */
  public List<WeightSet> sets() {
    return List.copyOf(sets.values());
  }

  @Override
  public void close() {
    open.forEach(Content::close);
  }
}
