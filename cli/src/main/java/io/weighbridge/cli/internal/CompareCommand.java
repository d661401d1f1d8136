package io.weighbridge.cli.internal;

import io.weighbridge.content.Content;
import io.weighbridge.hub.Source;
import io.weighbridge.hub.Sources;
import io.weighbridge.lineage.Comparison;
import io.weighbridge.lineage.LineageException;
import io.weighbridge.lineage.WeightFile;
import io.weighbridge.lineage.WeightSet;
import io.weighbridge.lineage.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code weighbridge compare}: what was changed in a model's weights, given what it comes from. */
final class CompareCommand implements Command {
  private static final CommandSpec SPEC =
      new CommandSpec(
          "compare",
          "CANDIDATE REFERENCE",
          2,
          2,
          """
          Holds a model beside the one that it is said to come from, tensor by tensor, and says what
          happened: identical, re-saved, quantised, targeted edit, merged low-rank adapter, partial or
          full fine-tune, noise-like change, unrelated. Names the vocabulary rows that moved by their
          tokens, and the files beside the weights that differ. Both may be files, folders or
          hf://namespace/name[@revision]; safetensors, torch, GGUF and npy are read, none is executed.
          Exit 0: the weights are the reference's and no other file differs; 1: something differs;
          2: it could not be done. Method and limits: docs/lineage.md.
          """,
          List.of(CommonOptions.FORMAT, CommonOptions.OUTPUT, CommonOptions.QUIET),
          List.of("weighbridge compare models/candidate models/reference"));

  @Override
  public CommandSpec spec() {
    return SPEC;
  }

  @Override
  public int run(Arguments arguments, Terminal terminal) {
    try (Target candidate = open(arguments.operands().get(0));
        Target reference = open(arguments.operands().get(1));
        Weights ours = Weights.read(files(candidate));
        Weights theirs = Weights.read(files(reference))) {
      if (ours.sets().isEmpty() || theirs.sets().isEmpty()) {
        throw new LineageException(
            (ours.sets().isEmpty() ? candidate : reference).name()
                + " holds no weights that can be read (safetensors, torch, GGUF, npy)");
      }
      List<ComparisonReport.Part> parts = new ArrayList<>();
      for (WeightSet set : ours.sets()) {
        WeightSet other = counterpart(set, theirs.sets());
        terminal.progress("comparing " + set.name() + " with " + other.name());
        parts.add(new ComparisonReport.Part(set.name(), other.name(), Comparison.of(set, other)));
      }
      var report =
          new ComparisonReport(
              candidate.name(), reference.name(), parts, besides(candidate, reference));
      TokenNames tokens = TokenNames.of(candidate.files(), reference.files());
      String text =
          CommonOptions.isJson(arguments)
              ? report.json(tokens).writePretty() + "\n"
              : report.text(tokens, terminal);
      Output.write(arguments, terminal, text);
      boolean same = parts.stream().allMatch(part -> part.comparison().descent().same());
      return same && report.differing().isEmpty() ? OK : FOUND;
    }
  }

  /** The reference's set of the same name or format, else its first. */
  private static WeightSet counterpart(WeightSet set, List<WeightSet> references) {
    return references.stream()
        .filter(other -> other.name().equals(set.name()))
        .findFirst()
        .or(() -> references.stream().filter(o -> o.format() == set.format()).findFirst())
        .orElse(references.getFirst());
  }

  private static Target open(String word) {
    if (!ScanCommand.isAddress(word)) {
      return LocalTarget.open(word);
    }
    var access = new Sources.Access(System.getenv(), Optional.empty(), false, false);
    for (Source source : Sources.of(access)) {
      if (source.accepts(word)) {
        return Target.of(source.open(word));
      }
    }
    throw new CliException("no source is known for " + word);
  }

  private static List<WeightFile> files(Target target) {
    return target.files().stream()
        .map(file -> new WeightFile(file.path(), -1, Optional.empty(), file.open()))
        .toList();
  }

  /** Files beside the weights that a loader acts on, and that the two do not share. */
  private static List<String> besides(Target candidate, Target reference) {
    var theirs = new java.util.HashMap<String, io.weighbridge.scan.ScanFile>();
    reference.files().forEach(file -> theirs.put(file.path(), file));
    List<String> differing = new ArrayList<>();
    for (var file : candidate.files()) {
      if (!file.path().matches(".*\\.(json|jinja|py|txt|model)") || candidate.files().size() == 1) {
        continue;
      }
      var other = theirs.get(file.path());
      if (other == null) {
        differing.add(file.path() + " is not in the reference");
      } else if (!equal(file.open().get(), other.open().get())) {
        differing.add(file.path() + " differs from the reference's");
      }
    }
    return differing;
  }

  private static boolean equal(Content ours, Content theirs) {
    try (ours;
        theirs) {
      if (ours.size() != theirs.size()) {
        return false;
      }
      for (long at = 0; at < ours.size(); at += 1 << 16) {
        int count = (int) Math.min(1 << 16, ours.size() - at);
        if (!java.util.Arrays.equals(ours.bytes(at, count), theirs.bytes(at, count))) {
          return false;
        }
      }
      return true;
    }
  }
}
