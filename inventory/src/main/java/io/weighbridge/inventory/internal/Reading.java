package io.weighbridge.inventory.internal;

import io.weighbridge.content.Budget;
import io.weighbridge.content.BudgetExceeded;
import io.weighbridge.content.ContentException;
import io.weighbridge.content.FileContent;
import io.weighbridge.formats.Format;
import io.weighbridge.formats.Formats;
import io.weighbridge.inventory.Inventory;
import io.weighbridge.inventory.InventoryReport;
import io.weighbridge.inventory.Kind;
import io.weighbridge.inventory.LocalModel;
import io.weighbridge.inventory.Reference;
import io.weighbridge.inventory.Skipped;
import io.weighbridge.sourcing.NameIndex;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Reads the files of a tree, several at a time, and puts together what they say. */
public final class Reading {
  /** Larger text is generated, or data. */
  private static final long TEXT = 8L << 20;

  /** Notebooks carry their pictures. */
  private static final long NOTEBOOK = 128L << 20;

  private final Tree tree;
  private final Inventory.Options options;
  private final Names names;
  private final Owners owners;

  private Reading(Tree tree, Inventory.Options options, Names names, Owners owners) {
    this.tree = tree;
    this.options = options;
    this.names = names;
    this.owners = owners;
  }

  public static Reading of(Tree tree, Inventory.Options options, NameIndex known, Owners owners) {
    return new Reading(tree, options, new Names(known), owners);
  }

  /** What one file came to. */
  record Outcome(Facts facts, Optional<LocalModel> model, Optional<Skipped> skipped, boolean read) {
    static Outcome of(Facts facts) {
      return new Outcome(facts, Optional.empty(), Optional.empty(), true);
    }

    static Outcome skipped(Tree.Entry entry, String why) {
      return new Outcome(
          Facts.nothing(entry.path()),
          Optional.empty(),
          Optional.of(new Skipped(entry.path(), why)),
          false);
    }
  }

  public InventoryReport report(Consumer<String> progress) {
    Cache cache = options.cache().map(file -> Cache.open(file)).orElseGet(Cache::none);
    List<Outcome> outcomes = outcomes(cache, progress);
    cache.save(tree.files(), outcomes);
    var skipped = new ArrayList<>(tree.skipped());
    var models = new ArrayList<LocalModel>();
    var hazards = new ArrayList<io.weighbridge.inventory.Hazard>();
    int read = 0;
    long bytes = 0;
    for (int i = 0; i < outcomes.size(); i++) {
      Outcome outcome = outcomes.get(i);
      outcome.skipped().ifPresent(skipped::add);
      outcome
          .model()
          .ifPresent(
              model ->
                  models.add(
                      new LocalModel(
                          model.path(), model.format(), model.size(), owners.of(model.path()))));
      hazards.addAll(outcome.facts().hazards());
      read += outcome.read() ? 1 : 0;
      bytes += outcome.read() ? tree.files().get(i).size() : 0;
    }
    List<Reference> references =
        new Linking(tree, names)
            .linked(outcomes.stream().map(Outcome::facts).toList()).stream()
                .map(reference -> reference.withOwner(owners.of(reference.path())))
                .sorted(Reference.ORDER)
                .toList();
    return new InventoryReport(
        tree.folder().toString(),
        references,
        hazards,
        models,
        skipped,
        read,
        bytes,
        java.util.Map.of());
  }

  private List<Outcome> outcomes(Cache cache, Consumer<String> progress) {
    var outcomes = new ArrayList<Outcome>();
    try (ExecutorService pool = Executors.newFixedThreadPool(Math.max(1, options.threads()))) {
      var running = new ArrayList<Future<Outcome>>();
      for (Tree.Entry entry : tree.files()) {
        Callable<Outcome> task =
            () -> {
              Optional<Outcome> known = cache.get(entry);
              if (known.isPresent()) {
                return known.get();
              }
              progress.accept(entry.path());
              return safely(entry);
            };
        running.add(pool.submit(task));
      }
      for (Future<Outcome> one : running) {
        outcomes.add(one.get());
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new io.weighbridge.inventory.InventoryException("interrupted", e);
    }
    return outcomes;
  }

  private Outcome safely(Tree.Entry entry) {
    try {
      return read(entry);
    } catch (IOException | ContentException e) {
      return Outcome.skipped(entry, "cannot be read");
    } catch (BudgetExceeded | StackOverflowError e) {
      return Outcome.skipped(entry, "nested too deeply, or too much in it, to be read");
    }
  }

  private Outcome read(Tree.Entry entry) throws IOException {
    Optional<Kind> kind = FileKinds.of(entry.path());
    if (kind.isEmpty()) {
      return local(entry);
    }
    long most = kind.get() == Kind.NOTEBOOK ? NOTEBOOK : TEXT;
    if (entry.size() > most) {
      return Outcome.skipped(entry, "larger than " + (most >> 20) + " MB: generated, or data");
    }
    byte[] bytes = Files.readAllBytes(entry.file());
    if (isBinary(bytes)) {
      Outcome local = local(entry);
      return local.model().isPresent()
          ? local
          : Outcome.skipped(entry, "not text, though its name says so");
    }
    String chars = new String(bytes, StandardCharsets.UTF_8);
    if (chars.startsWith("\uFEFF")) {
      chars = chars.substring(1);
    }
    return Outcome.of(
        Readers.read(
            Text.of(entry.path(), FileKinds.refined(kind.get(), entry.path(), chars), chars),
            names));
  }

  private static boolean isBinary(byte[] bytes) {
    for (int i = 0; i < Math.min(bytes.length, 8000); i++) {
      if (bytes[i] == 0) {
        return true;
      }
    }
    return false;
  }

  private Outcome local(Tree.Entry entry) {
    if (entry.size() < 16) {
      return new Outcome(Facts.nothing(entry.path()), Optional.empty(), Optional.empty(), false);
    }
    try (FileContent content = FileContent.open(entry.file())) {
      Format format = Formats.identify(content, Budget.standard());
      Optional<LocalModel> model =
          Weights.isModel(format, entry.path())
              ? Optional.of(new LocalModel(entry.path(), format.text(), entry.size(), ""))
              : Optional.empty();
      return new Outcome(Facts.nothing(entry.path()), model, Optional.empty(), false);
    }
  }
}
