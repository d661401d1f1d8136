package io.weighbridge.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TarArchiveTest {
  private final Budget budget = Budget.standard();

  /** Writes ustar blocks, with any type and link. */
  private static final class Tar {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Tar add(char type, String name, String link, String data) {
      byte[] bytes = data.getBytes(StandardCharsets.UTF_8);
      byte[] block = new byte[512];
      put(block, 0, name);
      put(block, 100, "0000644\0");
      put(block, 124, String.format("%011o\0", bytes.length));
      block[156] = (byte) type;
      put(block, 157, link);
      put(block, 257, "ustar\00000");
      put(block, 148, "        ");
      int sum = 0;
      for (byte b : block) {
        sum += b & 0xFF;
      }
      put(block, 148, String.format("%06o\0 ", sum));
      out.writeBytes(block);
      out.writeBytes(bytes);
      out.writeBytes(new byte[(512 - bytes.length % 512) % 512]);
      return this;
    }

    Tar file(String name, String data) {
      return add('0', name, "", data);
    }

    Tar raw(byte[] bytes) {
      out.writeBytes(bytes);
      return this;
    }

    Tar end() {
      return raw(new byte[1024]);
    }

    Content content() {
      return new BytesContent(out.toByteArray());
    }

    private static void put(byte[] block, int at, String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      System.arraycopy(bytes, 0, block, at, bytes.length);
    }
  }

  private TarArchive open(Tar tar) {
    return TarArchive.open(tar.content(), budget);
  }

  private List<String> rules(Tar tar) {
    return open(tar).problems().stream().map(Problem::rule).toList();
  }

  private String text(TarArchive tar, int index) {
    Content content = tar.open(tar.members().get(index), budget);
    return new String(content.bytes(0, (int) content.size()), StandardCharsets.UTF_8);
  }

  @Test
  void membersAreViewsOfTheArchive() {
    TarArchive tar = open(new Tar().file("a", "first").file("b/c", "second").end());
    assertThat(tar.members()).extracting(TarMember::name).containsExactly("a", "b/c");
    assertThat(text(tar, 1)).isEqualTo("second");
    assertThat(tar.problems()).isEmpty();
  }

  @Test
  void longNamesOfGnuAndPaxReplaceTheHeadersName() {
    String name = "x".repeat(150);
    assertThat(open(new Tar().add('L', "@", "", name + "\0").file("short", "").end()).members())
        .extracting(TarMember::name)
        .containsExactly(name);
    String record = " path=" + name + "\n";
    String pax = (record.length() + 3) + record;
    assertThat(open(new Tar().add('x', "@", "", pax).file("short", "").end()).members())
        .extracting(TarMember::name)
        .containsExactly(name);
  }

  @Test
  void namesAndLinksThatLeaveAreReported() {
    assertThat(rules(new Tar().file("../x", "").end())).containsExactly("archive/path-traversal");
    assertThat(rules(new Tar().file("/etc/x", "").end())).containsExactly("archive/absolute-path");
    assertThat(rules(new Tar().add('2', "d", "/tmp", "").file("d/x", "").end()))
        .containsExactly("archive/link-escape", "archive/write-through-link");
    assertThat(rules(new Tar().add('2', "a/b/d", "../c", "").end())).isEmpty();
    assertThat(rules(new Tar().add('1', "a/d", "../c", "").end()))
        .containsExactly("archive/link-escape");
    assertThat(rules(new Tar().add('3', "null", "", "").end())).containsExactly("archive/device");
  }

  @Test
  void membersBehindTheEndAreListedAndReported() {
    Tar tar = new Tar().file("a", "1").end().file("b", "2").end();
    assertThat(open(tar).members()).hasSize(2);
    assertThat(rules(tar)).containsExactly("tar/member-after-end");
  }

  @Test
  void bytesBehindTheEndAreReported() {
    byte[] junk = new byte[512];
    junk[5] = 1;
    assertThat(rules(new Tar().file("a", "1").end().raw(junk)))
        .containsExactly("tar/trailing-data");
    assertThat(rules(new Tar().file("a", "1").end().raw(new byte[] {1})))
        .containsExactly("tar/trailing-data");
  }

  @Test
  void aTruncatedMemberKeepsWhatIsThere() {
    Content whole = new Tar().file("a", "x".repeat(1000)).content();
    TarArchive tar = TarArchive.open(whole.slice(0, 700), budget);
    assertThat(tar.problems()).extracting(Problem::rule).containsExactly("tar/truncated");
    assertThat(text(tar, 0)).isEqualTo("x".repeat(188));
  }

  @Test
  void aSparseMemberIsNotReadAsIfItWerePlain() {
    Tar tar = new Tar().add('S', "a", "", "data").end();
    assertThat(rules(tar)).containsExactly("tar/sparse");
    assertThatThrownBy(() -> text(open(tar), 0)).isInstanceOf(ContentException.class);
  }

  @Test
  void otherBytesAreRefused() {
    assertThatThrownBy(
            () ->
                TarArchive.open(
                    new BytesContent("x".repeat(1024).getBytes(StandardCharsets.UTF_8)), budget))
        .isInstanceOf(ContentException.class);
  }
}
