package io.weighbridge.cli.internal;

import io.weighbridge.cli.Main;
import io.weighbridge.cli.internal.demo.DemoModels;
import io.weighbridge.cli.internal.demo.Rehearsal;
import io.weighbridge.scan.Scanner;
import io.weighbridge.sourcing.SourceReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;

/**
 * What the build runs once for each AOT cache, so that the JVM can keep what a start loads, links
 * and profiles (JEP 483, 514, 515). The more it resembles a real run, the more a real run finds
 * ready; a cache that holds what is never used costs every start, so each kind trains its own.
 */
public final class Training {
  /** {@code {'a': [1, 2, 3]}} as protocol 4 writes it. */
  private static final byte[] PICKLE =
      HexFormat.of().parseHex("80049512000000000000007d948c0161945d94284b014b024b0365732e");

  private static final int SIGNED_FILES = 2_500;
  private static final int SMALL = 4 << 10;
  private static final int LARGE = 16 << 20;

  private Training() {}

  /**
   * {@code scan}, {@code full}, {@code sign} or {@code server}: the launcher's kinds of start;
   * {@code digest} prints that of the rules, which is packed with them.
   */
  public static void main(String[] kinds) throws IOException {
    if (kinds[0].equals("digest")) {
      System.out.println(Scanner.rulesDigest());
      return;
    }
    var terminal =
        new Terminal(StandardOutput.out(), StandardOutput.err(), false, false, System.getenv());
    try (var folder = TemporaryFolder.create("weighbridge-training")) {
      Path model = model(folder.path());
      String pickle = folder.path().resolve("tiny.pkl").toString();
      switch (kinds[0]) {
        case "scan" -> {
          run(terminal, "scan", pickle);
          run(terminal, "scan", "--format", "json", "--digests", folder.path().toString());
          run(terminal, "scan", "/no/such/file");
          run(terminal, "rules");
        }
        case "full" -> {
          run(terminal, "vet", model.toString());
          for (SourceReport report : Rehearsal.ask(folder.path())) {
            terminal.out().print(SourceText.of(report, terminal));
          }
          run(terminal, "check-name", DemoModels.LOOK_ALIKE.toString());
          run(terminal, "policy", "show");
          run(terminal, "approve", "a/b", "--reason", "training", "--url", "http://127.0.0.1:9");
        }
        case "sign" -> sign(folder.path(), terminal);
        default -> {
          run(terminal, "demo", "--exit", "--own-client");
          Rehearsal.play(folder.path().resolve("rehearsal"));
        }
      }
    }
    Main.main(new String[] {"--version"}); // ends the process as a real run does
  }

  /** Enough files that the JVM learns at which loops its good compiler has to begin at once. */
  private static void sign(Path folder, Terminal terminal) throws IOException {
    Path many = Files.createDirectories(folder.resolve("many"));
    for (int i = 0; i < SIGNED_FILES; i++) {
      Files.write(many.resolve("file-" + i + ".bin"), new byte[i == 0 ? LARGE : SMALL]);
    }
    String keys = folder.resolve("keys").toString();
    String signature = folder.resolve("model.sig").toString();
    run(terminal, "keys", "init", "--keys", keys);
    for (int round = 0; round < 4; round++) {
      run(terminal, "sign", many.toString(), "--keys", keys, "--signature", signature);
      run(terminal, "verify", many.toString(), "--keys", keys, "--signature", signature);
    }
  }

  private static Path model(Path folder) throws IOException {
    DemoModels.write(folder);
    Files.write(folder.resolve("tiny.pkl"), PICKLE);
    Files.writeString(
        folder.resolve("modeling.py"),
        "import torch\n\nclass Model(torch.nn.Module):\n  pass\n",
        StandardCharsets.UTF_8);
    return folder.resolve(DemoModels.GENUINE.toString());
  }

  private static void run(Terminal terminal, String... words) {
    Commands.run(List.of(words), terminal);
  }
}
