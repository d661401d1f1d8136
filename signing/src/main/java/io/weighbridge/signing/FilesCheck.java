package io.weighbridge.signing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Compares the files that are there with those that were signed: all of them, and no others. */
final class FilesCheck {
  private static final String HF_NOTES = ".cache/huggingface";

  private final ModelStatement signed;
  private final Map<String, ModelFiles.Entry> present = new HashMap<>();
  private final TreeSet<String> missing = new TreeSet<>();
  private final TreeSet<String> added = new TreeSet<>();
  private final TreeSet<String> changed = new TreeSet<>();
  private final List<String> empty = new ArrayList<>();

  private FilesCheck(ModelStatement signed, ModelFiles model) {
    this.signed = signed;
    boolean one = model.files().size() == 1 && model.files().getFirst().name().equals(".");
    for (ModelFiles.Entry file : model.files()) {
      // A model of one file: its basename by the specification, "." by model-signing 1.1.1.
      boolean dot = one && signed.resources().getFirst().name().equals(".");
      present.put(one && !dot ? model.name() : file.name(), file);
    }
  }

  /**
   * Outcome of a comparison that held.
   *
   * @param empty files without bytes that a signature over shards does not speak of
   */
  record Same(ModelTree tree, List<String> empty) {}

  /**
   * Hashes what is there and compares.
   *
   * @throws SignatureRefused naming the files
   */
  static Same compare(ModelStatement signed, ModelFiles model) {
    var check = new FilesCheck(signed, model);
    List<ModelHasher.Part> parts = check.parts();
    refuseIfAny(Refusal.MISSING_FILES, check.missing);
    refuseIfAny(Refusal.ADDED_FILES, check.added, hint(check.added));
    refuseIfAny(Refusal.CHANGED_FILES, check.changed);
    ModelTree tree = check.tree(parts);
    refuseIfAny(Refusal.CHANGED_FILES, check.changed);
    return new Same(tree, check.empty);
  }

  /** What is to be hashed; names and sizes are settled before any byte is read. */
  private List<ModelHasher.Part> parts() {
    var parts = new ArrayList<ModelHasher.Part>();
    Map<String, Long> covered = new HashMap<>();
    for (ModelStatement.Resource resource : signed.resources()) {
      ModelFiles.Entry file = present.get(resource.name());
      if (file == null) {
        missing.add(resource.name());
        continue;
      }
      long to = resource.to().orElse(file.size());
      if (to > file.size()) {
        changed.add(resource.name());
        continue;
      }
      covered.merge(resource.name(), to - resource.from(), Long::sum);
      parts.add(new ModelHasher.Part(file, resource.from(), to));
    }
    present.forEach((name, file) -> uncovered(name, file, covered));
    return parts;
  }

  private void uncovered(String name, ModelFiles.Entry file, Map<String, Long> covered) {
    Long bytes = covered.get(name);
    if (bytes != null) {
      if (bytes != file.size()) {
        changed.add(name);
      }
    } else if (signed.shardSize().isPresent() && file.size() == 0) {
      empty.add(name);
    } else if (!changed.contains(name)) {
      added.add(name);
    }
  }

  private ModelTree tree(List<ModelHasher.Part> parts) {
    List<String> digests = ModelHasher.hash(parts);
    var files = new ArrayList<FileDigest>();
    for (int i = 0; i < digests.size(); i++) {
      ModelStatement.Resource resource = signed.resources().get(i);
      if (!digests.get(i).equals(resource.sha256())) {
        changed.add(resource.name());
      } else if (resource.to().isEmpty()) {
        files.add(new FileDigest(resource.name(), parts.get(i).file().size(), digests.get(i)));
      }
    }
    return new ModelTree(files);
  }

  /** What hf notes in a folder that it downloads into is the one addition that everybody meets. */
  private static String hint(TreeSet<String> added) {
    return added.stream().allMatch(name -> name.startsWith(HF_NOTES + "/"))
        ? " (hf's own notes; pass --ignore " + HF_NOTES + " to accept them)"
        : "";
  }

  private static void refuseIfAny(Refusal reason, TreeSet<String> names) {
    refuseIfAny(reason, names, "");
  }

  private static void refuseIfAny(Refusal reason, TreeSet<String> names, String hint) {
    if (!names.isEmpty()) {
      String first = String.join(", ", names.stream().limit(5).toList());
      throw new SignatureRefused(
          reason,
          (names.size() <= 5 ? first : first + " and " + (names.size() - 5) + " more") + hint);
    }
  }
}
