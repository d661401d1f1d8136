package io.weighbridge.maven;

import io.weighbridge.evidence.Verdict;
import io.weighbridge.scan.FolderFiles;
import io.weighbridge.scan.ReportFormat;
import io.weighbridge.scan.ScanException;
import io.weighbridge.scan.ScanOptions;
import io.weighbridge.scan.ScanReport;
import io.weighbridge.scan.Scanner;
import io.weighbridge.scan.Suppressions;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Locale;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * {@code weighbridge:scan}: judges the model files of a folder, and fails the build over what
 * loading them would do. Nothing is run, imported or unpickled.
 */
@Mojo(name = "scan", defaultPhase = LifecyclePhase.VERIFY, threadSafe = true)
public final class ScanMojo extends AbstractMojo {
  /** The folder of the models. */
  @Parameter(property = "weighbridge.folder", defaultValue = "${project.basedir}/models")
  File folder = new File("models");

  /** The build fails from this verdict on: {@code suspicious} or {@code malicious}. */
  @Parameter(property = "weighbridge.failOn", defaultValue = "suspicious")
  String failOn = "suspicious";

  /** What you accept ({@code .weighbridge.yaml}); must not lie in the folder. */
  @Parameter(property = "weighbridge.config")
  @Nullable File config;

  /**
   * Where a report is written, besides the text in the log; by its ending .json, .sarif or .html.
   */
  @Parameter(property = "weighbridge.report")
  @Nullable File report;

  @Parameter(property = "weighbridge.skip", defaultValue = "false")
  boolean skip;

  @Override
  public void execute() throws MojoExecutionException, MojoFailureException {
    if (skip) {
      getLog().info("weighbridge: skipped");
      return;
    }
    Verdict from = from();
    try {
      ScanReport found = scan();
      if (report != null) {
        write(report.toPath(), found);
      }
      String text = ReportFormat.TEXT.write(found, false);
      if (found.verdict().compareTo(from) >= 0) {
        text.lines().forEach(line -> getLog().error(line));
        throw new MojoFailureException(
            "weighbridge: " + folder + " is " + found.verdict().text() + " (see above)");
      }
      text.lines().forEach(line -> getLog().info(line));
    } catch (ScanException | IOException e) {
      throw new MojoExecutionException("weighbridge: " + e.getMessage(), e);
    }
  }

  private Verdict from() throws MojoExecutionException {
    return switch (failOn) {
      case "suspicious" -> Verdict.SUSPICIOUS;
      case "malicious" -> Verdict.MALICIOUS;
      default ->
          throw new MojoExecutionException(
              "weighbridge: failOn is suspicious or malicious, not " + failOn);
    };
  }

  private ScanReport scan() throws IOException {
    Suppressions accepted = Suppressions.NONE;
    if (config != null) {
      Path file = config.toPath().toRealPath();
      if (file.startsWith(folder.toPath().toRealPath())) {
        throw new ScanException(
            config + " is part of what is scanned; a model must not silence its own findings");
      }
      accepted = Suppressions.parse(config.toString(), Files.readString(file));
    }
    ScanOptions options =
        accepted.needsDigests() ? ScanOptions.STANDARD.withDigests() : ScanOptions.STANDARD;
    ScanReport found = Scanner.of(options).scan(folder.toString(), FolderFiles.of(folder.toPath()));
    return accepted.apply(found, LocalDate.now(ZoneId.systemDefault()));
  }

  private static void write(Path file, ScanReport found) throws IOException {
    String name = String.valueOf(file.getFileName());
    String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    ReportFormat format =
        ReportFormat.named(ending)
            .orElseThrow(
                () -> new ScanException("a report ends in .json, .sarif, .html or .text: " + name));
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Files.writeString(file, format.write(found, false));
  }
}
