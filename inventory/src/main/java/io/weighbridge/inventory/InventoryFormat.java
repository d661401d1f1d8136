package io.weighbridge.inventory;

import io.weighbridge.inventory.internal.report.Csv;
import io.weighbridge.inventory.internal.report.HtmlTable;
import io.weighbridge.inventory.internal.report.TextTable;
import io.weighbridge.json.Json;
import java.util.Locale;
import java.util.Optional;

/** How an inventory is written. */
public enum InventoryFormat {
  TEXT,
  JSON,
  CSV,
  HTML;

  public static Optional<InventoryFormat> named(String name) {
    for (InventoryFormat format : values()) {
      if (format.name().toLowerCase(Locale.ROOT).equals(name)) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }

  public String write(InventoryReport report) {
    return switch (this) {
      case TEXT -> TextTable.write(report);
      case JSON -> json(report).writePretty();
      case CSV -> Csv.write(report);
      case HTML -> HtmlTable.write(report);
    };
  }

  /** The JSON document; {@code docs/inventory.md} lists its fields. */
  public static Json json(InventoryReport report) {
    Json.ObjBuilder standings = io.weighbridge.json.Json.object();
    report
        .standings()
        .forEach((id, standing) -> standings.put(id, standing.name().toLowerCase(Locale.ROOT)));
    return io.weighbridge.json.Json.object()
        .put("target", report.target())
        .put("files", report.files())
        .put("bytes", report.bytes())
        .put("models", report.distinct())
        .put("standings", standings.build())
        .put(
            "references",
            io.weighbridge.json.Json.array(
                report.references().stream().map(Reference::toJson).toList()))
        .put(
            "localModels",
            io.weighbridge.json.Json.array(
                report.models().stream().map(LocalModel::toJson).toList()))
        .put(
            "skipped",
            io.weighbridge.json.Json.array(report.skipped().stream().map(Skipped::toJson).toList()))
        .build();
  }
}
