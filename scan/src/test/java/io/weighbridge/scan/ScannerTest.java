package io.weighbridge.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.weighbridge.content.Budget;
import io.weighbridge.content.BytesContent;
import io.weighbridge.content.Content;
import io.weighbridge.content.ContentException;
import io.weighbridge.evidence.Coverage;
import io.weighbridge.evidence.FileReport;
import io.weighbridge.evidence.Finding;
import io.weighbridge.evidence.Verdict;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The frame: what fails is a finding, what is unknown is not safe, members are judged by content.
 */
class ScannerTest {
  /** {@code os.system('x')} in protocol 0, which has no signature. */
  private static final byte[] CALL = Bytes.text("cos\nsystem\n(Vx\ntR.");

  private static FileReport only(ScanReport report) {
    assertThat(report.files()).hasSize(1);
    return report.files().getFirst();
  }

  @Test
  void unknownBytesAreSuspiciousAndNotCovered() {
    byte[] noise = new byte[4096];
    new Random(1).nextBytes(noise);
    noise[0] = 1;
    FileReport report = only(Bytes.scan("weights.bin", noise));
    assertThat(report.verdict()).isEqualTo(Verdict.SUSPICIOUS);
    assertThat(report.coverage()).isEqualTo(Coverage.NONE);
  }

  @Test
  void anEmptyFileAndPlainTextAreSafe() {
    assertThat(Bytes.scan("empty", "", "README.md", "# os.system('rm')\n").verdict())
        .isEqualTo(Verdict.SAFE);
  }

  @Test
  void aPickleIsJudgedUnderAnyName() {
    for (String name : List.of("a.txt", "README.md", "model.safetensors", "config.json", "x.jpg")) {
      assertThat(Bytes.scan(name, CALL).verdict()).as(name).isEqualTo(Verdict.MALICIOUS);
    }
  }

  @Test
  void aNameNeverTakesTheRulesOfTheContentAway() {
    FileReport report = only(Bytes.scan("setup.py", CALL));
    assertThat(report.format()).isEqualTo("pickle");
    assertThat(report.verdict()).isEqualTo(Verdict.MALICIOUS);
  }

  @Test
  void membersAreJudgedByContentAtEveryDepth() {
    byte[] inner = Bytes.zip(new LinkedHashMap<>(java.util.Map.of("notes.txt", CALL)));
    byte[] outer = Bytes.zip(new LinkedHashMap<>(java.util.Map.of("inner.jpg", inner)));
    FileReport report = only(Bytes.scan("a.dat", outer));
    assertThat(report.verdict()).isEqualTo(Verdict.MALICIOUS);
    assertThat(report.findings().getFirst().location().members())
        .containsExactly("inner.jpg", "notes.txt");
  }

  @Test
  void aFileThatCannotBeOpenedIsAFindingAndTheScanGoesOn() {
    List<ScanFile> files =
        List.of(
            new ScanFile(
                "gone",
                () -> {
                  throw new ContentException("cannot open gone: no such file");
                }),
            new ScanFile("ok.txt", () -> new BytesContent(Bytes.text("hello"))));
    ScanReport report = Scanner.standard().scan("t", files);
    assertThat(report.files()).extracting(FileReport::path).containsExactly("gone", "ok.txt");
    assertThat(report.files().getFirst().coverage()).isEqualTo(Coverage.NONE);
    assertThat(report.files().getFirst().findings())
        .extracting(Finding::rule)
        .containsExactly("scan/unreadable");
    assertThat(report.files().getLast().verdict()).isEqualTo(Verdict.SAFE);
  }

  @Test
  void readingThatFailsHalfwayIsAFinding() {
    Content broken =
        new Content() {
          @Override
          public long size() {
            return 100;
          }

          @Override
          public int read(long position, ByteBuffer into) {
            throw new ContentException("disk error");
          }
        };
    FileReport report = Scanner.standard().scanFile("a.pkl", broken);
    assertThat(report.verdict()).isEqualTo(Verdict.SUSPICIOUS);
    assertThat(report.coverage()).isEqualTo(Coverage.NONE);
  }

  @Test
  void aDefectOfTheHolderIsAFindingToo() {
    Content broken =
        new Content() {
          @Override
          public long size() {
            return 100;
          }

          @Override
          public int read(long position, ByteBuffer into) {
            throw new IllegalStateException("bug");
          }
        };
    FileReport report = Scanner.standard().scanFile("a.pkl", broken);
    assertThat(report.findings()).extracting(Finding::rule).containsExactly("scan/internal-error");
  }

  @Test
  void aLimitIsAFinding() {
    var limits = new Budget.Limits(50, 50, 10, 10, 2, Duration.ofSeconds(10));
    Scanner scanner = Scanner.of(ScanOptions.STANDARD.withLimits(limits));
    FileReport report = scanner.scanFile("a.txt", new BytesContent(Bytes.text("x".repeat(1000))));
    assertThat(report.verdict()).isEqualTo(Verdict.SUSPICIOUS);
    assertThat(report.findings()).extracting(Finding::rule).contains("scan/limit-reached");
  }

  @Test
  void zipsNestedWithoutEndReachALimit() {
    byte[] zip = CALL;
    for (int i = 0; i < 30; i++) {
      zip = Bytes.zip(new LinkedHashMap<>(java.util.Map.of("z", zip)));
    }
    FileReport report = only(Bytes.scan("deep.zip", zip));
    assertThat(report.coverage()).isNotEqualTo(Coverage.FULL);
    assertThat(report.findings()).extracting(Finding::rule).contains("scan/limit-reached");
  }

  @Test
  void reportsKeepTheOrderOfTheFilesWithManyThreads() {
    var files = new ArrayList<ScanFile>();
    for (int i = 0; i < 200; i++) {
      byte[] bytes = Bytes.text("file " + i);
      files.add(new ScanFile("f" + i, () -> new BytesContent(bytes)));
    }
    ScanReport report = Scanner.of(ScanOptions.STANDARD.withThreads(4)).scan("many", files);
    assertThat(report.files()).hasSize(200);
    for (int i = 0; i < 200; i++) {
      assertThat(report.files().get(i).path()).isEqualTo("f" + i);
    }
  }

  @Test
  void digestsAreComputedWhenAsked() {
    FileReport report =
        Scanner.of(ScanOptions.STANDARD.withDigests())
            .scanFile("a.txt", new BytesContent(Bytes.text("abc")));
    assertThat(report.sha256())
        .contains("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void codeThatConfigurationNamesIsJudgedAsCodeThatRuns() {
    ScanReport report =
        Bytes.scan(
            "config.json", "{\"auto_map\":{\"AutoModel\":\"modeling.M\"}}",
            "modeling.py", "from .helper import x\nclass M:\n  pass\n",
            "helper.py", "x = 1\n",
            "train.py", "import argparse\n");
    assertThat(report.files())
        .extracting(FileReport::verdict)
        .containsExactly(Verdict.SAFE, Verdict.SUSPICIOUS, Verdict.SUSPICIOUS, Verdict.SAFE);
  }

  @Test
  void codeThatIsNamedAndNotThereIsSuspicious() {
    ScanReport report = Bytes.scan("config.json", "{\"auto_map\":{\"AutoModel\":\"modeling.M\"}}");
    assertThat(report.verdict()).isEqualTo(Verdict.SUSPICIOUS);
  }

  @Test
  void rawDataIsSafeWhenAModelAccountsForIt() {
    byte[] raw = {1, 2, 3, 4, (byte) 200, 6, 7, 8, 0, 0, 0, 1, 0, 0, 0, 1};
    assertThat(Bytes.scan("w.bin", raw).verdict()).isEqualTo(Verdict.SUSPICIOUS);
    ScanReport report = Bytes.scan("m.onnx", Bytes.onnx("", "Add", "w.bin", "0"), "w.bin", raw);
    assertThat(report.verdict()).isEqualTo(Verdict.SAFE);
    assertThat(report.files().getLast().format()).isEqualTo("tensor-data");
  }

  @Test
  void aModelCannotVouchForAPickle() {
    ScanReport report = Bytes.scan("m.onnx", Bytes.onnx("", "Add", "w.bin", "0"), "w.bin", CALL);
    assertThat(report.verdict()).isEqualTo(Verdict.MALICIOUS);
  }

  @Test
  void tensorDataThatIsALinkIsMalicious() {
    byte[] model = Bytes.onnx("", "Add", "w.bin", "0");
    ScanReport report =
        Scanner.standard()
            .scan(
                "t",
                List.of(
                    new ScanFile("m.onnx", () -> new BytesContent(model)),
                    ScanFile.link("w.bin", "/etc/passwd")));
    assertThat(report.verdict()).isEqualTo(Verdict.MALICIOUS);
  }

  @Test
  void licencesAreFacts() {
    ScanReport report =
        Bytes.scan(
            "README.md", "---\nlicense: apache-2.0\n---\n# m\n",
            "LICENSE",
                "Permission is hereby granted, free of charge, to any person obtaining a copy");
    assertThat(report.licences()).containsExactly("Apache-2.0", "MIT");
    assertThat(report.verdict()).isEqualTo(Verdict.SAFE);
  }

  @Test
  void thousandsOfFindingsAreCounted() {
    ScanReport report = Bytes.scan("a.py", "import os\n" + "os.system('x')\n".repeat(2000));
    assertThat(only(report).findings()).hasSizeLessThan(60);
    assertThat(only(report).findings())
        .extracting(Finding::message)
        .contains("and 1960 more of this rule");
  }

  @Test
  void theDigestOfTheRulesIsStable() {
    assertThat(Scanner.rulesDigest()).matches("[0-9a-f]{64}").isEqualTo(Scanner.rulesDigest());
  }

  /** Nothing that mutates a file makes the scanner throw, or call something unread safe. */
  @Test
  void mutatedFilesNeverThrow() {
    List<byte[]> seeds =
        List.of(
            CALL,
            Bytes.zip(new LinkedHashMap<>(java.util.Map.of("a.pkl", CALL, "b.txt", CALL))),
            Bytes.onnx("com.x", "Run", "../w", "0"),
            Bytes.savedModel("Const", "ReadFile"),
            Bytes.gguf("tokenizer.chat_template", "{{ x.__class__ }}"),
            Bytes.resource("extlink.h5"),
            Bytes.text("{\"auto_map\":{\"A\":\"b.C\"},\"chat_template\":\"{{ a.b }}\"}"),
            Bytes.text("import os\nclass A:\n  def f(self):\n    os.system('x')\n"));
    List<String> names = List.of("a.py", "config.json", "m.pt", "c.yaml", "t.jinja", "x.pth");
    var random = new Random(20261123);
    for (byte[] seed : seeds) {
      for (int round = 0; round < 60; round++) {
        byte[] mutant = seed.clone();
        int changes = 1 + random.nextInt(8);
        for (int i = 0; i < changes; i++) {
          mutant[random.nextInt(mutant.length)] = (byte) random.nextInt(256);
        }
        if (random.nextInt(4) == 0) {
          mutant = java.util.Arrays.copyOf(mutant, random.nextInt(mutant.length + 1));
        }
        FileReport report =
            Scanner.standard()
                .scanFile(names.get(random.nextInt(names.size())), new BytesContent(mutant));
        assertThat(report.findings())
            .extracting(Finding::rule)
            .doesNotContain("scan/internal-error");
      }
    }
  }
}
