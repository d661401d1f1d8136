package io.weighbridge.scan.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.weighbridge.content.Budget;
import io.weighbridge.content.BudgetExceeded;
import io.weighbridge.formats.FormatException;
import io.weighbridge.formats.JinjaTemplate;
import io.weighbridge.json.Json;
import io.weighbridge.json.JsonException;
import io.weighbridge.json.JsonLimits;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;

/**
 * One fuzz target for each reader of text that gets its role from a name: Python, templates, JSON,
 * YAML, configuration. Run like {@link FormatFuzzTest}.
 */
class TextFuzzTest {
  private static void scanAs(byte[] bytes, String... names) {
    for (String name : names) {
      AnyBytes.scan(name, bytes);
    }
  }

  @FuzzTest
  void python(byte[] bytes) {
    scanAs(bytes, "modeling.py", "setup.py");
  }

  @FuzzTest
  void templates(byte[] bytes) {
    scanAs(bytes, "chat_template.jinja");
    try {
      JinjaTemplate.parse(new String(bytes, StandardCharsets.UTF_8), new Budget(AnyBytes.LIMITS));
    } catch (FormatException | BudgetExceeded refused) {
      check(refused);
    }
  }

  @FuzzTest
  void jsonTrees(byte[] bytes) {
    try {
      Json.outline(new ByteArrayInputStream(bytes), JsonLimits.STANDARD);
    } catch (JsonException refused) {
      check(refused);
    }
    Json tree;
    try {
      tree = Json.parse(bytes, JsonLimits.STANDARD);
    } catch (JsonException refused) {
      check(refused);
      return;
    }
    if (!Json.parse(tree.write()).equals(tree) || !Json.parse(tree.writePretty()).equals(tree)) {
      throw new AssertionError("not what was written: " + tree.write());
    }
    try {
      String canonical = tree.canonical();
      if (!Json.parse(canonical).canonical().equals(canonical)) {
        throw new AssertionError("canonical form changes: " + canonical);
      }
    } catch (JsonException refused) { // numbers beyond a double, lone surrogates
      check(refused);
    }
  }

  @FuzzTest
  void configurations(byte[] bytes) {
    scanAs(
        bytes,
        "config.json",
        "tokenizer_config.json",
        "adapter_config.json",
        "model_index.json",
        "schema.json");
  }

  @FuzzTest
  void yaml(byte[] bytes) {
    scanAs(bytes, "config.yaml", "MLmodel");
  }

  @FuzzTest
  void notebooks(byte[] bytes) {
    scanAs(bytes, "train.ipynb");
  }

  @FuzzTest
  void packageFiles(byte[] bytes) {
    scanAs(bytes, "requirements.txt", "x.pth", "pyproject.toml");
  }

  @FuzzTest
  void cards(byte[] bytes) {
    scanAs(bytes, "README.md", "LICENSE");
  }

  @FuzzTest
  void graphTexts(byte[] bytes) {
    scanAs(bytes, "graph.pbtxt", "config.pbtxt", "config.cfg");
  }

  private static void check(RuntimeException refused) {
    if (refused.getMessage() == null || refused.getMessage().isBlank()) {
      throw new AssertionError("an exception without a message", refused);
    }
  }
}
