package io.weighbridge.scan.internal;

import io.weighbridge.content.Budget;
import io.weighbridge.content.BudgetExceeded;
import io.weighbridge.content.Content;
import io.weighbridge.content.ContentException;
import io.weighbridge.content.Digests;
import io.weighbridge.evidence.Coverage;
import io.weighbridge.evidence.FileReport;
import io.weighbridge.evidence.Finding;
import io.weighbridge.evidence.Location;
import io.weighbridge.evidence.Verdict;
import io.weighbridge.formats.Format;
import io.weighbridge.scan.ScanFile;
import io.weighbridge.scan.ScanOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The files of one target: everything that is not Python first, then Python in the order in which
 * loaders reach it, then what the files say about each other.
 */
public final class Repository {
  private Repository() {}

  /** What came out: reports in the order of the files, and the licences that they state. */
  public record Result(List<FileReport> files, List<String> licences) {}

  /** One file's judgement, and what it says about others. */
  record Judged(FileReport report, Facts facts) {}

  public static FileReport single(ScanOptions options, String path, Content content) {
    return judge(options, path, content, "").report();
  }

  public static Result judge(ScanOptions options, List<ScanFile> files) {
    Judged[] judged = new Judged[files.size()];
    var code = new CodeOrder(files);
    run(options, files, code.others(), judged, code);
    code.learn(judged);
    for (List<Integer> wave = code.next(); !wave.isEmpty(); wave = code.next()) {
      run(options, files, wave, judged, code);
      code.learn(judged);
    }
    return Crossing.settle(files, judged);
  }

  /** Judges some of the files; in parallel when there are several. */
  private static void run(
      ScanOptions options,
      List<ScanFile> files,
      List<Integer> indices,
      Judged[] into,
      CodeOrder code) {
    int threads = Math.min(options.threads(), indices.size());
    if (threads <= 1) {
      for (int index : indices) {
        into[index] = one(options, files.get(index), code.use(index));
      }
      return;
    }
    var next = new AtomicInteger();
    Runnable work =
        () -> {
          for (int i = next.getAndIncrement(); i < indices.size(); i = next.getAndIncrement()) {
            int index = indices.get(i);
            into[index] = one(options, files.get(index), code.use(index));
          }
        };
    var workers = new ArrayList<Thread>();
    for (int i = 1; i < threads; i++) {
      workers.add(Thread.ofPlatform().name("scan-" + i).start(work));
    }
    work.run();
    for (Thread worker : workers) {
      boolean interrupted = false;
      while (worker.isAlive()) {
        try {
          worker.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static Judged one(ScanOptions options, ScanFile file, String codeUse) {
    if (file.link().isPresent()) {
      return link(file);
    }
    try (Content content = file.open().get()) {
      return judge(options, file.path(), content, codeUse);
    } catch (ContentException e) {
      return unreadable(file.path(), String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      return unreadable(file.path(), "opening it failed: " + e);
    }
  }

  private static Judged judge(ScanOptions options, String path, Content content, String codeUse) {
    var budget = new Budget(options.limits());
    var judgement = new Judgement();
    var facts = new Facts();
    Location location = Location.of(path);
    var session = new Session(budget, judgement, facts, codeUse);
    Format format = Inspection.judge(session, path, location, content, null, null);
    Optional<String> sha256 =
        options.digests() ? digest(judgement, location, content) : Optional.empty();
    FileReport report = report(path, format.text(), content.size(), sha256, judgement);
    return new Judged(report, facts);
  }

  /** Outside of the budget for interpreted bytes: a digest interprets nothing. */
  private static Optional<String> digest(Judgement judgement, Location location, Content content) {
    try {
      return Optional.of(Digests.of(content, Budget.standard()).sha256());
    } catch (ContentException | BudgetExceeded e) {
      judgement.add(Rules.rule("scan/unreadable").at(location, "no digest: " + e.getMessage(), ""));
      judgement.cover(Coverage.PARTIAL, "unreadable: " + e.getMessage());
      return Optional.empty();
    }
  }

  static FileReport report(
      String path, String format, long size, Optional<String> sha256, Judgement judgement) {
    List<Finding> findings = judgement.findings();
    return new FileReport(
        path,
        format,
        size,
        sha256,
        Verdict.of(findings, judgement.coverage()),
        judgement.coverage(),
        judgement.reason(),
        findings);
  }

  private static Judged link(ScanFile file) {
    var judgement = new Judgement();
    judgement.add(
        Rules.rule("repo/link-leaves")
            .at(
                Location.of(file.path()),
                "a symbolic link out of the folder, or to nothing; it was not followed",
                file.link().orElse("")));
    judgement.cover(Coverage.NONE, "link not followed");
    return new Judged(report(file.path(), "link", 0, Optional.empty(), judgement), new Facts());
  }

  private static Judged unreadable(String path, String message) {
    var judgement = new Judgement();
    judgement.add(Rules.rule("scan/unreadable").at(Location.of(path), message, ""));
    judgement.cover(Coverage.NONE, message);
    return new Judged(
        report(path, Format.UNKNOWN.text(), 0, Optional.empty(), judgement), new Facts());
  }

  /** Helper for the null checker: a slot that every run has filled. */
  static Judged filled(@Nullable Judged judged) {
    return java.util.Objects.requireNonNull(judged);
  }
}
