package io.weighbridge.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trees that nobody would write by hand: read, or told as not read; never a crash. */
class HostileTreeTest {
  @TempDir Path folder = Path.of("");

  private InventoryReport read() {
    return Inventory.of(folder, Inventory.Options.STANDARD).take(_ -> {});
  }

  private static List<String> ids(InventoryReport report) {
    return report.references().stream().map(r -> r.line() + " " + r.id()).toList();
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  @Test
  void python2IsRead() throws IOException {
    write(
        "old.py",
        """
        print "loading", `name`
        exec "x = 1" in scope
        try:
            model = AutoModel.from_pretrained(u'acme-ml/old-1')
        except IOError, e:
            raise ValueError, 'no'
        print >>sys.stderr, "done"
        """);
    assertThat(ids(read())).containsExactly("4 acme-ml/old-1");
  }

  @Test
  void syntaxErrorsCostTheirOwnStatementOnly() throws IOException {
    write(
        "broken.py",
        """
        first = AutoModel.from_pretrained("acme-ml/first-1")
        data = [1, 2, (3, {4:
        def load(:
            return AutoModel.from_pretrained("acme-ml/second-2")
        ) ] } )
        text = "never closed
        third = AutoModel.from_pretrained("acme-ml/third-3")
        """);
    assertThat(ids(read()))
        .containsExactly("1 acme-ml/first-1", "4 acme-ml/second-2", "7 acme-ml/third-3");
  }

  @Test
  void generatedFilesAndBinaryFilesAreToldAsNotRead() throws IOException {
    write("generated.py", "x = 1  # generated\n".repeat(600_000));
    Files.write(folder.resolve("binary.py"), new byte[] {0x7F, 'E', 'L', 'F', 0, 0, 1, 2, 3});
    assertThat(read().skipped())
        .extracting(Skipped::path)
        .containsExactlyInAnyOrder("generated.py", "binary.py");
  }

  @Test
  void loopsOfLinksEnd() throws IOException {
    Files.createDirectory(folder.resolve("a"));
    write("a/use.py", "m = AutoModel.from_pretrained('acme-ml/looped-1')\n");
    Files.createSymbolicLink(folder.resolve("a/again"), folder);
    Files.createSymbolicLink(folder.resolve("self"), folder.resolve("self"));
    Files.writeString(
        folder.resolveSibling(folder.getFileName() + ".py"),
        "AutoModel.from_pretrained('acme-ml/outside-2')\n");
    Files.createSymbolicLink(
        folder.resolve("out.py"), folder.resolveSibling(folder.getFileName() + ".py"));
    assertThat(ids(read())).containsExactly("1 acme-ml/looped-1");
  }

  @Test
  void aNotebookOfAHundredMegabytesIsReadPastItsPictures() throws IOException {
    Path notebook = folder.resolve("big.ipynb");
    try (OutputStream out = Files.newOutputStream(notebook)) {
      out.write(
          "{\n \"cells\": [\n  {\n   \"cell_type\": \"code\",\n   \"outputs\": [\n    {\"data\": {\"image/png\": \""
              .getBytes(StandardCharsets.US_ASCII));
      byte[] block = "iVBORw0KGgoAAAAN".repeat(65_536).getBytes(StandardCharsets.US_ASCII);
      for (int i = 0; i < 100; i++) {
        out.write(block);
      }
      out.write(
          "\"}}\n   ],\n   \"source\": [\n    \"m = AutoModel.from_pretrained('acme-ml/notebook-1')\\n\"\n   ]\n  }\n ]\n}\n"
              .getBytes(StandardCharsets.US_ASCII));
    }
    assertThat(ids(read())).containsExactly("9 acme-ml/notebook-1");
  }

  @Test
  void nestingAndLongLinesHaveAnEnd() throws IOException {
    write("deep.py", "x = " + "(".repeat(200_000) + "\n");
    write("lists.py", "x = " + "[".repeat(100_000) + "]".repeat(100_000) + "\n");
    write("calls.py", "f(".repeat(50_000) + "\n");
    write("dots.py", "a" + ".b".repeat(50_000) + "('acme-ml/x-1')\n");
    write("sum.py", "x = " + "'a' + ".repeat(50_000) + "'b'\n");
    write("fstring.py", "x = " + "f'{".repeat(5_000) + "'}".repeat(5_000) + "\n");
    write("line.json", "{\"model\": \"" + "a/".repeat(500_000) + "\"}\n");
    write("deep.yaml", "- ".repeat(100_000) + "x\n");
    write("quotes.yaml", "x: [" + "\"\\\\\" ".repeat(200_000) + "\n");
    write("deep.md", "> ".repeat(50_000) + "`a/b`\n");
    write("CODEOWNERS", "*".repeat(2_000) + "x @a\n" + "[" + "\n");
    assertThat(read().files()).isGreaterThan(0);
  }

  @Test
  void everyMutationOfTheExamplesIsRead() throws IOException {
    Path examples =
        Path.of("src/test/resources/io/weighbridge/inventory/polyglot").toAbsolutePath();
    List<Path> files;
    try (var all = Files.walk(examples)) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    var random = new Random(7);
    for (Path file : files) {
      byte[] bytes = Files.readAllBytes(file);
      for (int round = 0; round < 12; round++) {
        byte[] mutated = bytes.clone();
        for (int i = 0; i < 1 + random.nextInt(8); i++) {
          mutated[random.nextInt(mutated.length)] =
              (byte) "\"'()[]{}\\\n#=:,$`<".charAt(random.nextInt(17));
        }
        Path target = folder.resolve(round + "/" + examples.relativize(file));
        Files.createDirectories(target.getParent());
        Files.write(target, mutated);
      }
    }
    InventoryReport report = read();
    assertThat(report.skipped()).isEmpty();
    assertThat(report.references().size()).isGreaterThan(600);
  }

  @Test
  void ownersComeFromTheLastMatchingLine() throws IOException {
    Files.createDirectories(folder.resolve(".github"));
    Files.createDirectories(folder.resolve("src/ml"));
    write(
        ".github/CODEOWNERS",
        "*            @acme/all # everybody\n/src/**/*.py @acme/python\n/src/ml/     @acme/ml @lea\n");
    write("src/ml/a.py", "AutoModel.from_pretrained('acme-ml/a-1')\n");
    write("src/b.py", "AutoModel.from_pretrained('acme-ml/b-2')\n");
    write("c.py", "AutoModel.from_pretrained('acme-ml/c-3')\n");
    assertThat(read().references())
        .extracting(Reference::path, Reference::owner)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("c.py", "@acme/all"),
            org.assertj.core.groups.Tuple.tuple("src/b.py", "@acme/python"),
            org.assertj.core.groups.Tuple.tuple("src/ml/a.py", "@acme/ml @lea"));
  }

  @Test
  void theCacheAnswersAsTheFilesDoAndSeesAChange() throws IOException {
    write("names.py", "MODEL = 'acme-ml/one-1'\n");
    write(
        "use.py",
        "from names import MODEL\nimport torch\nAutoModel.from_pretrained(MODEL)\ntorch.load('x')\n");
    Path cache = folder.resolveSibling(folder.getFileName() + ".cache");
    var options = Inventory.Options.STANDARD.withCache(cache);
    InventoryReport first = Inventory.of(folder, options).take(_ -> {});
    InventoryReport second = Inventory.of(folder, options).take(path -> assertThat(path).isEmpty());
    assertThat(second).isEqualTo(first).isEqualTo(read());
    write("names.py", "MODEL = 'acme-ml/another-2'\n");
    assertThat(ids(Inventory.of(folder, options).take(_ -> {})))
        .contains("3 acme-ml/another-2")
        .doesNotContain("3 acme-ml/one-1");
  }

  @Test
  void filesOfModelsAreToldByTheirBytes() throws IOException {
    Files.write(
        folder.resolve("notes"),
        new byte[] {(byte) 0x80, 4, 'K', 1, '.', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
    write("fake.gguf", "only text in a file that is named like weights\n");
    assertThat(read().models()).extracting(LocalModel::path).containsExactly("notes");
  }

  @Test
  void aSpreadsheetRunsNothingAndAPageShowsTextOnly() throws IOException {
    Path odd = folder.resolve("=cmd|' !A0'<b>.py");
    Files.writeString(odd, "AutoModel.from_pretrained('acme-ml/odd-1')\n");
    InventoryReport report = read();
    assertThat(InventoryFormat.CSV.write(report)).contains(",'=cmd|' !A0'<b>.py,");
    assertThat(InventoryFormat.HTML.write(report)).contains("&lt;b&gt;").doesNotContain("<b>");
  }
}
