package io.weighbridge.formats;

import static org.assertj.core.api.Assertions.assertThat;

import io.weighbridge.content.Budget;
import io.weighbridge.content.BytesContent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The span maps, held against what real loaders read: {@code reading/order.tsv} says it of every
 * format, and {@code reading/traces.tsv} was recorded with the loaders' own libraries by {@code
 * reading/trace.py}, which changes every byte of a file and looks whether the loader minds.
 */
class ReadingOrderTest {
  private static final String TABLE_START = "<!-- from reading/order.tsv -->\n";
  private static final String TABLE_END = "<!-- end -->\n";

  /** A row of the table: what is judged of a format, and why that is enough. */
  record Row(String format, String judged, String loader, String reads, String proof) {}

  /**
   * A recorded file.
   *
   * @param interpreted offsets of bytes whose change the loader minds
   * @param actsOn length of the shortest beginning that the loader makes anything of
   */
  record Trace(String format, String file, Set<Integer> interpreted, int actsOn) {
    @Override
    public String toString() {
      return format;
    }
  }

  @Test
  void everyFormatHasARow() {
    assertThat(rows().stream().map(Row::format))
        .as("reading/order.tsv: a format that is not in it must not be streamed")
        .containsExactlyElementsOf(Arrays.stream(Format.values()).map(Format::text).toList());
    for (Row row : rows()) {
      assertThat(List.of(row.judged(), row.loader(), row.reads(), row.proof()))
          .as(row.format())
          .noneMatch(String::isBlank);
    }
  }

  @Test
  void theTableSaysWhatTheSpanMapsDo() {
    for (Format format : Format.values()) {
      Row row =
          rows().stream()
              .filter(one -> one.format().equals(format.text()))
              .findFirst()
              .orElseThrow();
      assertThat(row.judged())
          .as(format.text())
          .isEqualTo(Formats.hasInertParts(format) ? "parts" : "whole");
    }
  }

  @Test
  void whatTheTableCallsTracedWas() {
    assertThat(traces().stream().map(Trace::format).collect(Collectors.toSet()))
        .isEqualTo(
            rows().stream()
                .filter(row -> row.proof().equals("traced"))
                .map(Row::format)
                .collect(Collectors.toSet()));
  }

  /** Of these, no library that could be traced was at hand; another format is not added to them. */
  @Test
  void whatIsStreamedWasTracedButForAFew() {
    assertThat(
            rows().stream()
                .filter(row -> row.judged().equals("parts") && !row.proof().equals("traced"))
                .map(Row::format))
        .containsExactlyInAnyOrder(
            "tf-savedmodel", "tf-metagraph", "tf-graphdef", "paddle", "caffe");
  }

  /**
   * Every byte that the loader minds is judged before any byte leaves. Only local headers of a
   * zip's storages are not; but of a zip the loader makes nothing without the directory at its end,
   * which is held until the stored file was judged whole.
   */
  @ParameterizedTest
  @MethodSource("traces")
  void noByteThatALoaderInterpretsIsInert(Trace trace) throws IOException {
    try (var content = new BytesContent(bytes(trace.file()))) {
      assertThat(Formats.identify(content, Budget.standard()).text()).isEqualTo(trace.format());
      Spans spans = Formats.spans(content, Budget.standard());
      assertThat(trace.interpreted()).isNotEmpty();
      assertThat(spans.total(Span.Kind.UNKNOWN)).isZero();

      boolean held = isZip(trace) && trace.actsOn() > spans.list().getLast().offset();
      for (int offset : trace.interpreted()) {
        assertThat(spans.at(offset) == Span.Kind.JUDGED || held).as("byte " + offset).isTrue();
      }
    }
  }

  private static boolean isZip(Trace trace) {
    return trace.format().startsWith("torch");
  }

  @ParameterizedTest
  @MethodSource("traces")
  void formatsThatActOnABeginningAreJudgedWhole(Trace trace) throws IOException {
    try (var content = new BytesContent(bytes(trace.file()))) {
      Spans spans = Formats.spans(content, Budget.standard());
      boolean parts = spans.total(Span.Kind.INERT) > 0;
      assertThat(parts).isEqualTo(Formats.hasInertParts(Format.detect(content, Budget.standard())));
      if (trace.format().equals("pickle") || trace.format().equals("gzip")) {
        assertThat(trace.actsOn()).isLessThan((int) content.size());
        assertThat(spans).isEqualTo(Spans.judged(content.size()));
      }
    }
  }

  /** After a change of the table, run with {@code -Dweighbridge.write=true} to write it anew. */
  @Test
  void theDocumentationShowsTheTable() throws IOException {
    Path page = Path.of(System.getProperty("weighbridge.root")).resolve("docs/how-it-weighs.md");
    String text = Files.readString(page);
    int start = text.indexOf(TABLE_START) + TABLE_START.length();
    int end = text.indexOf(TABLE_END);
    assertThat(end).isGreaterThan(start);
    if (Boolean.getBoolean("weighbridge.write")) {
      Files.writeString(page, text.substring(0, start) + table() + text.substring(end));
    }
    assertThat(Files.readString(page)).contains(TABLE_START + table() + TABLE_END);
  }

  private static String table() {
    var table =
        new StringBuilder(
            "\n| format | what its loaders read, in order | shown by |\n|---|---|---|\n");
    for (Row row : rows()) {
      if (row.judged().equals("parts")) {
        String proof =
            row.proof().equals("traced") ? "traced: " + library(row.format()) : row.proof();
        table.append("| " + row.format() + " | " + row.reads() + " | " + proof + " |\n");
      }
    }
    String whole =
        rows().stream()
            .filter(row -> row.judged().equals("whole"))
            .map(Row::format)
            .collect(Collectors.joining(", "));
    return table.append("\nJudged whole: " + whole + ".\n").toString();
  }

  /** What the trace was recorded with. */
  private static String library(String format) {
    return lines("traces.tsv").stream()
        .filter(cells -> cells[0].equals(format))
        .map(cells -> cells[1])
        .findFirst()
        .orElseThrow();
  }

  private static List<Row> rows() {
    return lines("order.tsv").stream()
        .map(cells -> new Row(cells[0], cells[1], cells[2], cells[3], cells[4]))
        .toList();
  }

  static List<Trace> traces() {
    return lines("traces.tsv").stream()
        .map(cells -> new Trace(cells[0], cells[2], offsets(cells[3]), Integer.parseInt(cells[4])))
        .toList();
  }

  private static Set<Integer> offsets(String ranges) {
    var offsets = new HashSet<Integer>();
    for (String range : ranges.split(" ", -1)) {
      String[] ends = range.split("-", 2);
      for (int at = Integer.parseInt(ends[0]); at < Integer.parseInt(ends[1]); at++) {
        offsets.add(at);
      }
    }
    return offsets;
  }

  private static List<String[]> lines(String name) {
    var lines = new ArrayList<String[]>();
    for (String line : new String(bytes(name), StandardCharsets.UTF_8).split("\n", -1)) {
      if (!line.isBlank() && !line.startsWith("#")) {
        lines.add(line.split("\t", -1));
      }
    }
    return lines;
  }

  private static byte[] bytes(String name) {
    try (InputStream in = ReadingOrderTest.class.getResourceAsStream("reading/" + name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
