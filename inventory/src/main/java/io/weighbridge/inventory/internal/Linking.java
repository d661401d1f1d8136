package io.weighbridge.inventory.internal;

import io.weighbridge.inventory.Hub;
import io.weighbridge.inventory.Reference;
import io.weighbridge.inventory.Use;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Completes names with constants of other files; leaves out what is a folder of the tree. */
final class Linking {
  private final Tree tree;
  private final Names names;
  private final Map<String, Facts> modules = new HashMap<>();

  Linking(Tree tree, Names names) {
    this.tree = tree;
    this.names = names;
  }

  List<Reference> linked(List<Facts> all) {
    for (Facts facts : all) {
      if (facts.path().endsWith(".py") && !facts.exports().isEmpty()) {
        modules.put(facts.path().replaceFirst("(/__init__)?\\.py$", ""), facts);
      }
    }
    var found = new ArrayList<Reference>();
    for (Facts facts : all) {
      var lines = new LinkedHashMap<String, Reference>();
      for (Reference reference : facts.references()) {
        lines.put(reference.line() + " " + reference.id(), reference);
      }
      for (Facts.Pending pending : facts.pending()) {
        link(facts, pending)
            .ifPresent(
                reference ->
                    lines.merge(
                        reference.line() + " " + reference.id(),
                        reference,
                        (a, b) -> a.use() == Use.LOADS ? a : b));
      }
      lines.values().stream().filter(reference -> !isFolder(reference)).forEach(found::add);
    }
    return found;
  }

  private Optional<Reference> link(Facts facts, Facts.Pending pending) {
    var origin = new String[] {pending.reference().origin()};
    Optional<String> filled =
        Imported.fill(
            pending.raw(),
            (module, name) -> {
              Optional<Facts> other = module(facts.path(), module);
              other.ifPresent(file -> origin[0] = file.path());
              return other.map(file -> file.exports().getOrDefault(name, "")).orElse("");
            });
    return filled
        .flatMap(
            text -> names.judge(text, pending.hub(), pending.bare(), pending.reference().loader()))
        .map(
            name ->
                pending
                    .reference()
                    .naming(
                        name.hub(),
                        name.id(),
                        pending.reference().revision().isEmpty()
                            ? name.revision()
                            : pending.reference().revision(),
                        origin[0]));
  }

  /** The file of a module, as an import in {@code path} means it. */
  private Optional<Facts> module(String path, String module) {
    int dots = 0;
    while (dots < module.length() && module.charAt(dots) == '.') {
      dots++;
    }
    String name = module.substring(dots).replace('.', '/');
    String folder = parent(path);
    if (dots > 0) {
      for (int i = 1; i < dots; i++) {
        folder = parent(folder);
      }
      return Optional.ofNullable(modules.get(join(folder, name)));
    }
    while (true) {
      Facts here = modules.get(join(folder, name));
      if (here != null) {
        return Optional.of(here);
      }
      if (folder.isEmpty()) {
        return Optional.ofNullable(modules.get("src/" + name));
      }
      folder = parent(folder);
    }
  }

  private static String join(String folder, String name) {
    return folder.isEmpty() ? name : name.isEmpty() ? folder : folder + "/" + name;
  }

  private static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }

  /** {@code org/name} that is there, from the root or beside the file, is read from there. */
  private boolean isFolder(Reference reference) {
    if (reference.hub() != Hub.HUGGINGFACE
        || reference.use() == Use.DOCUMENTS
        || reference.loader().equals("link")) {
      return false;
    }
    return Files.exists(tree.folder().resolve(reference.id()))
        || Files.exists(tree.folder().resolve(join(parent(reference.path()), reference.id())));
  }
}
