package io.weighbridge.content;

import static io.weighbridge.content.ZipBuilder.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ZipArchiveTest {
  private final Budget budget = Budget.standard();

  private ZipArchive open(ZipBuilder zip) {
    return ZipArchive.open(zip.build(), budget);
  }

  private String text(Content content) {
    try (content) {
      return new String(content.bytes(0, (int) content.size()), StandardCharsets.UTF_8);
    }
  }

  private List<String> rules(ZipBuilder zip) {
    ZipArchive archive = open(zip);
    var rules = new ArrayList<String>();
    archive.problems().forEach(problem -> rules.add(problem.rule()));
    archive.audit(budget).problems().forEach(problem -> rules.add(problem.rule()));
    return rules;
  }

  private List<String> readings(ZipBuilder zip) {
    ZipArchive archive = open(zip);
    return archive.readings(archive.members().getFirst(), budget).stream()
        .map(reading -> text(reading.content()))
        .toList();
  }

  @Test
  void storedMembersAreViewsAndDeflatedOnesAreUnpacked() {
    ZipArchive zip = open(new ZipBuilder().add("a", "stored").add(entry("b", "packed").deflated()));
    assertThat(zip.members()).extracting(ZipMember::name).containsExactly("a", "b");
    assertThat(text(zip.open(zip.members().get(0), budget))).isEqualTo("stored");
    assertThat(text(zip.open(zip.members().get(1), budget))).isEqualTo("packed");
    assertThat(zip.problems()).isEmpty();
    assertThat(zip.audit(budget).problems()).isEmpty();
  }

  @Test
  void openingReadsTheDirectoryAndNotTheData() {
    var zip = new ZipBuilder().add(new ZipBuilder.Entry("big", new byte[4 << 20]));
    long before = budget.bytesSpent();
    open(zip);
    assertThat(budget.bytesSpent() - before).isLessThan(70_000);
  }

  @Test
  void aNameThatDiffersInTheLocalHeaderIsReported() {
    var lie = entry("data.pkl", "x");
    lie.localName = "data.txt";
    assertThat(rules(new ZipBuilder().add(lie))).containsExactly("zip/local-mismatch");
  }

  @Test
  void aSizeThatHidesTheTailGivesASecondReading() {
    var lie = entry("data.pkl", "harmless, then the payload");
    lie.size = 8;
    lie.packed = 8;
    lie.localSize = lie.data.length;
    lie.localPacked = lie.data.length;
    assertThat(readings(new ZipBuilder().add(lie)))
        .contains("harmless", "harmless, then the payload");
  }

  @Test
  void aSizeThatBothHeadersLieAboutGivesAReadingToTheNextRecord() {
    var lie = entry("data.pkl", "harmless, then a payload that is long enough to matter");
    lie.size = 8;
    lie.packed = 8;
    assertThat(readings(new ZipBuilder().add(lie)).getLast()).contains("payload");
    assertThat(rules(new ZipBuilder().add(lie))).containsExactly("zip/gap");
  }

  @Test
  void aMethodThatDiffersGivesBothReadings() {
    var lie = entry("data.pkl", "bytes").deflated();
    lie.localMethod = 0;
    assertThat(readings(new ZipBuilder().add(lie))).hasSize(2).contains("bytes");
  }

  @Test
  void anEncryptionMarkIsReportedAndTheBytesAreStillThere() {
    var marked = entry("data.pkl", "plain");
    marked.flags = 1;
    var zip = new ZipBuilder().add(marked);
    assertThat(rules(zip)).containsExactly("zip/encrypted");
    assertThat(readings(new ZipBuilder().add(marked))).containsExactly("plain");
  }

  @Test
  void aWrongCrcIsFoundByVerifying() {
    var lie = entry("a", "x");
    lie.crc = 0xdeadbeefL;
    ZipArchive zip = open(new ZipBuilder().add(lie));
    assertThat(zip.verify(zip.members().getFirst(), budget))
        .extracting(Problem::rule)
        .containsExactly("zip/crc");
  }

  @Test
  void aMemberWithoutADirectoryRecordIsFoundByTheAudit() {
    var hidden = entry("model.pkl", "payload");
    hidden.inDirectory = false;
    ZipArchive zip = open(new ZipBuilder().add(hidden).add("readme", "hi"));
    assertThat(zip.members()).hasSize(1);
    assertThat(zip.audit(budget).hidden()).extracting(ZipMember::name).containsExactly("model.pkl");
    ZipMember found = zip.audit(budget).hidden().getFirst();
    assertThat(text(zip.open(found, budget))).isEqualTo("payload");
  }

  @Test
  void withoutEndRecordTheLocalHeadersAreRead() {
    byte[] whole = new ZipBuilder().add("a", "first").add("b", "second").bytes();
    Content cut = new BytesContent(whole).slice(0, whole.length - 22 - 2 * 47);
    ZipArchive zip = ZipArchive.open(cut, budget);
    assertThat(zip.members()).extracting(ZipMember::name).containsExactly("a", "b");
    assertThat(zip.problems()).extracting(Problem::rule).contains("zip/no-end-record");
  }

  @Test
  void aSecondEndRecordInTheCommentIsAmbiguousAndHidesNothing() {
    byte[] decoy = new byte[30];
    System.arraycopy(new byte[] {'P', 'K', 5, 6}, 0, decoy, 8, 4);
    ZipArchive zip = open(new ZipBuilder().add("model.pkl", "x").comment(decoy));
    assertThat(zip.members()).extracting(ZipMember::name).containsExactly("model.pkl");
    assertThat(zip.problems()).extracting(Problem::rule).contains("zip/ambiguous-end-record");
  }

  @Test
  void aZipStoredInAZipIsNotAmbiguous() {
    byte[] inner = new ZipBuilder().add("x", "y").bytes();
    var zip = new ZipBuilder().add(new ZipBuilder.Entry("inner.zip", inner));
    assertThat(rules(zip)).isEmpty();
  }

  @Test
  void aWrongDirectoryOffsetIsReportedAndMembersAreFound() {
    var zip = new ZipBuilder().add("a", "x").shift(4);
    assertThat(open(zip).problems()).extracting(Problem::rule).containsExactly("zip/bad-directory");
    ZipArchive archive = open(new ZipBuilder().add("a", "x").shift(4));
    assertThat(text(archive.open(archive.members().getFirst(), budget))).isEqualTo("x");
  }

  @Test
  void offsetsThatIgnoreAPrefixAreUnderstood() {
    byte[] zip = new ZipBuilder().add("a", "x").bytes();
    byte[] prefixed = new byte[zip.length + 100];
    System.arraycopy(zip, 0, prefixed, 100, zip.length);
    ZipArchive archive = ZipArchive.open(new BytesContent(prefixed), budget);
    assertThat(archive.firstRecord()).isEqualTo(100);
    assertThat(archive.problems()).isEmpty();
    assertThat(text(archive.open(archive.members().getFirst(), budget))).isEqualTo("x");
  }

  @Test
  void bytesBehindTheEndRecordAreTrailing() {
    byte[] zip = new ZipBuilder().add("a", "x").bytes();
    byte[] longer = java.util.Arrays.copyOf(zip, zip.length + 9);
    ZipArchive archive = ZipArchive.open(new BytesContent(longer), budget);
    assertThat(archive.problems()).extracting(Problem::rule).containsExactly("zip/trailing-data");
    assertThat(archive.end()).isEqualTo(zip.length);
  }

  @Test
  void namesThatLeaveTheFolderAreReported() {
    assertThat(rules(new ZipBuilder().add("../../x", ""))).contains("archive/path-traversal");
    assertThat(rules(new ZipBuilder().add("..\\..\\x", ""))).contains("archive/path-traversal");
    assertThat(rules(new ZipBuilder().add("/etc/x", ""))).contains("archive/absolute-path");
    assertThat(rules(new ZipBuilder().add("C:\\x", ""))).contains("archive/absolute-path");
    assertThat(rules(new ZipBuilder().add("a/../b", ""))).isEmpty();
  }

  @Test
  void namesThatMeanOneFileAreReported() {
    assertThat(rules(new ZipBuilder().add("a", "1").add("a", "2")))
        .containsExactly("archive/duplicate-name");
    assertThat(rules(new ZipBuilder().add("a/B", "1").add("a/./b", "2")))
        .containsExactly("archive/name-collision");
  }

  @Test
  void aSymbolicLinkThatLeavesIsReported() {
    var link = entry("weights", "/etc/passwd");
    link.attributes = 0120777L << 16;
    assertThat(rules(new ZipBuilder().add(link)))
        .containsExactlyInAnyOrder("archive/link", "archive/link-escape");
  }

  @Test
  void unpackingDrawsFromTheBudget() {
    var small =
        new Budget(new Budget.Limits(1 << 20, 1000, 10, 10, 2, java.time.Duration.ofHours(1)));
    Content zip = new ZipBuilder().add(entry("z", "0".repeat(5000)).deflated()).build();
    ZipArchive archive = ZipArchive.open(zip, small);
    Content data = archive.open(archive.members().getFirst(), small);
    assertThatThrownBy(() -> text(data)).isInstanceOf(BudgetExceeded.class);
  }

  @Test
  void aStreamShorterThanAnnouncedIsAnError() {
    var lie = entry("a", "short").deflated();
    lie.size = 50;
    ZipArchive archive = open(new ZipBuilder().add(lie));
    Content data = archive.open(archive.members().getFirst(), budget);
    assertThatThrownBy(() -> text(data))
        .isInstanceOf(ContentException.class)
        .hasMessageContaining("5 bytes");
  }
}
