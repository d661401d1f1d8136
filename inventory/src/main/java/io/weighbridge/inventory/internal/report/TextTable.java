package io.weighbridge.inventory.internal.report;

import io.weighbridge.inventory.Flag;
import io.weighbridge.inventory.Hub;
import io.weighbridge.inventory.InventoryReport;
import io.weighbridge.inventory.Lint;
import io.weighbridge.inventory.LocalModel;
import io.weighbridge.inventory.Reference;
import io.weighbridge.inventory.Skipped;
import io.weighbridge.inventory.Use;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** By model, and below each the places that name it. */
public final class TextTable {
  private TextTable() {}

  public static String write(InventoryReport report) {
    var out = new StringBuilder();
    var models = new TreeMap<String, List<Reference>>(String.CASE_INSENSITIVE_ORDER);
    for (Reference reference : report.references()) {
      models
          .computeIfAbsent(reference.id() + "\n" + reference.hub().text(), _ -> new ArrayList<>())
          .add(reference);
    }
    models.forEach(
        (_, references) -> {
          Reference first = references.getFirst();
          out.append(Shown.line(first.id())).append("  (").append(first.hub().text()).append(')');
          if (first.hub() == Hub.HUGGINGFACE && report.standings().containsKey(first.id())) {
            out.append("  ").append(word(report.standings().get(first.id())));
          }
          out.append('\n');
          references.forEach(reference -> out.append("    ").append(place(reference)).append('\n'));
        });
    if (!report.models().isEmpty()) {
      out.append(report.references().isEmpty() ? "" : "\n").append("files of models in the tree\n");
      for (LocalModel model : report.models()) {
        out.append("    ")
            .append(Shown.line(model.path()))
            .append("  ")
            .append(model.format())
            .append(", ")
            .append(model.size())
            .append(" bytes")
            .append(owned(model.owner()))
            .append('\n');
      }
    }
    if (!report.skipped().isEmpty()) {
      out.append("\nnot read\n");
      for (Skipped skipped : report.skipped()) {
        out.append("    ")
            .append(Shown.line(skipped.path()))
            .append("  ")
            .append(skipped.why())
            .append('\n');
      }
    }
    out.append(out.isEmpty() ? "" : "\n").append(summary(report)).append('\n');
    return out.toString();
  }

  private static String word(Lint.@org.jspecify.annotations.Nullable Standing standing) {
    return switch (standing) {
      case ADMITTED -> "tracked: admitted";
      case WAITING -> "tracked: waits for a person";
      case REFUSED -> "not admitted: refused";
      case UNKNOWN -> "untracked";
      case null -> "";
    };
  }

  private static String place(Reference reference) {
    var text = new StringBuilder(Shown.line(reference.path())).append(':').append(reference.line());
    text.append("  ").append(reference.use().text());
    if (!reference.loader().isEmpty() && !reference.loader().equals("link")) {
      text.append(" by ").append(Shown.line(reference.loader()));
    }
    boolean fetched = reference.use() == Use.LOADS;
    if (reference.pinned()) {
      text.append(", pinned");
    } else if (!reference.revision().isEmpty()) {
      text.append(", revision ").append(Shown.line(reference.revision()));
    } else if (fetched) {
      text.append(", no revision");
    }
    text.append(reference.remoteCode() == Flag.TRUE ? ", remote code" : "");
    text.append(reference.safeFormat() == Flag.TRUE ? ", safe format only" : "");
    text.append(reference.safeFormat() == Flag.FALSE ? ", pickled weights" : "");
    text.append(reference.origin().isEmpty() ? "" : ", named at " + Shown.line(reference.origin()));
    return text.append(owned(reference.owner())).toString();
  }

  private static String owned(String owner) {
    return owner.isEmpty() ? "" : "  [" + Shown.line(owner) + "]";
  }

  private static String summary(InventoryReport report) {
    long loads = report.references().stream().filter(r -> r.use() == Use.LOADS).count();
    long pinned =
        report.references().stream().filter(r -> r.use() == Use.LOADS && r.pinned()).count();
    return report.distinct()
        + " models named at "
        + report.references().size()
        + " places in "
        + report.files()
        + " files; "
        + loads
        + " places load one, "
        + pinned
        + " of them pinned to a commit; "
        + report.models().size()
        + " model files"
        + (report.standings().isEmpty() ? "" : "; " + report.untracked() + " models untracked");
  }
}
