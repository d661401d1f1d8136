package io.weighbridge.formats;

import static org.assertj.core.api.Assertions.assertThat;

import io.weighbridge.content.Budget;
import io.weighbridge.content.BytesContent;
import io.weighbridge.content.Content;
import io.weighbridge.content.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

class ZipViewTest {
  private static byte[] zip(Object... namesAndData) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(out)) {
      for (int i = 0; i < namesAndData.length; i += 2) {
        byte[] data =
            namesAndData[i + 1] instanceof byte[] bytes
                ? bytes
                : namesAndData[i + 1].toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
        var entry = new ZipEntry((String) namesAndData[i]);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(data.length);
        var crc = new CRC32();
        crc.update(data);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(data);
      }
    }
    return out.toByteArray();
  }

  private static ZipView open(byte[] bytes) {
    return ZipView.open(new BytesContent(bytes), Budget.standard());
  }

  @Test
  void torchStoragesAreInertAndEverythingElseIsAPart() throws IOException {
    byte[] storage = new byte[10_000];
    ZipView view =
        open(
            zip(
                "m/data.pkl",
                "x",
                "m/data/0",
                storage,
                "m/data/evil.so",
                "y",
                "m/code/a.py",
                "z",
                "m/version",
                "3"));
    assertThat(view.format()).isEqualTo(Format.TORCHSCRIPT);
    assertThat(view.parts())
        .extracting(part -> part.name() + " " + part.role())
        .containsExactly(
            "m/data.pkl PICKLE",
            "m/data/evil.so MEMBER",
            "m/code/a.py TORCHSCRIPT_CODE",
            "m/version MARK");
    assertThat(view.torch().storage("m/", "0")).isPresent();
    assertThat(view.spans().total(Span.Kind.INERT)).isBetween(10_000L, 10_200L);
    assertThat(view.spans().total(Span.Kind.UNKNOWN)).isZero();
  }

  @Test
  void storagesAreOnlyThoseBesideADataPickle() throws IOException {
    ZipView view = open(zip("m/data.pkl", "x", "other/data/0", "cos\nsystem\n(tR."));
    assertThat(view.parts()).extracting(Part::name).contains("other/data/0");
  }

  @Test
  void whatComesBeforeAndBehindAnArchiveAreParts() throws IOException {
    byte[] zip = zip("a", "x");
    byte[] both = new byte[zip.length + 20];
    System.arraycopy(zip, 0, both, 10, zip.length);
    both[0] = 1;
    both[both.length - 1] = 1;
    ZipView view = open(both);
    assertThat(view.parts())
        .extracting(Part::name)
        .containsExactly("(before the archive)", "a", "(behind the archive)");
    assertThat(view.problems())
        .extracting(Problem::rule)
        .contains("zip/prefix", "zip/trailing-data");
  }

  /** Counts what is read of a torch zip of which 1 GiB exists only as a promise. */
  private static final class Sparse implements Content {
    private final byte[] head;
    private final long hole;
    private final byte[] tail;
    long read;

    Sparse(byte[] head, long hole, byte[] tail) {
      this.head = head;
      this.hole = hole;
      this.tail = tail;
    }

    @Override
    public long size() {
      return head.length + hole + tail.length;
    }

    @Override
    public int read(long position, ByteBuffer into) {
      int count = 0;
      for (long at = position; into.hasRemaining() && at < size(); at++, count++) {
        long behind = at - head.length - hole;
        into.put(at < head.length ? head[(int) at] : behind < 0 ? 0 : tail[(int) behind]);
      }
      read += count;
      return count;
    }
  }

  @Test
  void aTorchZipOfOneGigabyteIsOpenedFromItsDirectory() throws IOException {
    byte[] whole = zip("m/data.pkl", "x", "m/data/0", new byte[] {1, 2, 3, 4});
    // Stretch the storage: its size in both headers, and the place of the directory.
    long hole = (1L << 30) - 4;
    int storage = find(whole, "m/data/0", 0) - 30;
    int directory = find(whole, "PK\1\2", 0);
    int central = find(whole, "m/data/0", directory) - 46;
    int end = find(whole, "PK\5\6", directory);
    var buffer = ByteBuffer.wrap(whole).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    for (int at : new int[] {storage + 18, storage + 22, central + 20, central + 24}) {
      buffer.putInt(at, 1 << 30);
    }
    buffer.putInt(end + 16, (int) (directory + hole));
    byte[] head = java.util.Arrays.copyOf(whole, directory);
    byte[] tail = java.util.Arrays.copyOfRange(whole, directory, whole.length);
    var content = new Sparse(head, hole, tail);
    assertThat(Formats.identify(content, Budget.standard())).isEqualTo(Format.TORCH_ZIP);
    ZipView view = ZipView.open(content, Budget.standard());
    assertThat(view.problems()).isEmpty();
    assertThat(view.parts()).extracting(Part::name).containsExactly("m/data.pkl");
    assertThat(view.spans().total(Span.Kind.INERT)).isGreaterThan(1L << 30);
    assertThat(content.read).isLessThan(200_000);
  }

  private static int find(byte[] bytes, String text, int from) {
    String all = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
    return all.indexOf(text, from);
  }

  @Test
  void filesThatAreTwoThingsAreTold() throws IOException {
    byte[] zip = zip("a/data.pkl", "x");
    var both = new ByteArrayOutputStream();
    both.write(new byte[] {(byte) 0x80, 4, '}', '.'});
    both.write(zip);
    var content = new BytesContent(both.toByteArray());
    assertThat(Formats.identify(content, Budget.standard())).isEqualTo(Format.PICKLE);
    assertThat(Formats.others(content, Format.PICKLE, Budget.standard()))
        .containsExactly(Format.TORCH_ZIP);
    assertThat(Formats.others(new BytesContent(zip), Format.TORCH_ZIP, Budget.standard()))
        .isEmpty();
  }
}
