package io.weighbridge.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What CPython's zipfile and tarfile write and read back, we read the same. */
class PythonDifferentialTest {
  private static final String SCRIPT =
      """
      import io, random, sys, tarfile, zipfile, hashlib
      out, random = sys.argv[1], random.Random(11)
      def blob(): return bytes(random.randrange(256) for _ in range(random.randrange(3000)))
      lines = []
      for i in range(12):
          path = f'{out}/{i}.zip'
          method = [0, 8, 12, 14][i % 4]
          with zipfile.ZipFile(path, 'w', method) as z:
              z.comment = b'c' * (i * 7)
              for j in range(i):
                  zi = zipfile.ZipInfo(f'd\\u00e9/{j}.bin' if j % 3 else f'{j}')
                  zi.compress_type = method
                  with z.open(zi, 'w', force_zip64=j % 2 == 0) as f: f.write(blob())
          if i % 3 == 0:
              data = open(path, 'rb').read(); open(path, 'wb').write(b'#!prefix\\n' + data)
          with zipfile.ZipFile(path) as z:
              for zi in z.infolist(): lines.append(f'{i}.zip {zi.filename} {hashlib.sha256(z.read(zi)).hexdigest()}')
      for i, form in enumerate([tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT]):
          path = f'{out}/{i}.tar'
          with tarfile.open(path, 'w', format=form) as t:
              for j in range(6):
                  ti = tarfile.TarInfo('n' * (20 * j + 1) if form != tarfile.USTAR_FORMAT else f'd/{j}')
                  data = blob(); ti.size = len(data); t.addfile(ti, io.BytesIO(data))
          with tarfile.open(path) as t:
              for ti in t: lines.append(f'{i}.tar {ti.name} {hashlib.sha256(t.extractfile(ti).read()).hexdigest()}')
      open(out + '/expected', 'w', encoding='utf-8').write('\\n'.join(lines))
      """;

  @TempDir Path folder;
  private final Budget budget = Budget.standard();

  @Test
  void membersAndBytesAgree() throws IOException, InterruptedException {
    Path script = folder.resolve("write.py");
    Files.writeString(script, SCRIPT);
    Process process;
    try {
      process =
          new ProcessBuilder("python3", script.toString(), folder.toString()).inheritIO().start();
    } catch (IOException e) {
      assumeTrue(false, "python3 is not installed");
      return;
    }
    assertThat(process.waitFor()).isZero();
    var actual = new ArrayList<String>();
    for (int i = 0; i < 12; i++) {
      try (Content file = FileContent.open(folder.resolve(i + ".zip"))) {
        ZipArchive zip = ZipArchive.open(file, budget);
        String name = i + ".zip";
        zip.members().forEach(member -> actual.add(line(name, zip, member)));
        assertThat(zip.problems()).isEmpty();
        assertThat(zip.audit(budget).hidden()).isEmpty();
        zip.members().forEach(m -> assertThat(zip.verify(m, budget)).isEmpty());
        zip.members().forEach(m -> assertThat(zip.compare(m, budget)).isEmpty());
      }
    }
    for (int i = 0; i < 3; i++) {
      try (Content file = FileContent.open(folder.resolve(i + ".tar"))) {
        TarArchive tar = TarArchive.open(file, budget);
        String name = i + ".tar";
        assertThat(tar.problems()).isEmpty();
        tar.members().forEach(member -> actual.add(line(name, tar, member)));
      }
    }
    List<String> expected =
        Files.readString(folder.resolve("expected"), StandardCharsets.UTF_8).lines().toList();
    assertThat(actual).containsExactlyElementsOf(expected);
  }

  private String line(String file, Archive archive, Member member) {
    try (Content data = archive.open(member, budget)) {
      return file + " " + member.name() + " " + Digests.of(data, budget).sha256();
    }
  }
}
