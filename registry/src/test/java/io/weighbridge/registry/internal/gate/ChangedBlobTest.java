package io.weighbridge.registry.internal.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weighbridge.hub.ModelId;
import io.weighbridge.registry.internal.store.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stored bytes that somebody changed behind the gate are noticed before they are served. */
class ChangedBlobTest {
  private static final String WEIGHTS = "SAFE" + "w".repeat(200_000);

  @TempDir Path folder;
  private final TestGate.Setup setup = new TestGate.Setup();
  private Optional<TestGate> opened = Optional.empty();

  private TestGate gate() {
    if (opened.isEmpty()) {
      opened = Optional.of(setup.open(folder));
    }
    return opened.get();
  }

  @BeforeEach
  void push() {
    setup.hub.repo("org/good").push("config.json", "{}", "model.safetensors", WEIGHTS);
  }

  @AfterEach
  void close() {
    opened.ifPresent(TestGate::close);
    opened = Optional.empty();
  }

  private ServedRevision served() {
    return ((Answer.Served) gate().ask("org/good", "main")).revision();
  }

  private Path blob() {
    String sha256 = served().file("model.safetensors").orElseThrow().sha256();
    return folder.resolve("blobs").resolve(sha256.substring(0, 2)).resolve(sha256);
  }

  private static void change(Path blob) throws IOException {
    byte[] bytes = Files.readAllBytes(blob);
    bytes[100_000] ^= 1;
    Files.write(blob, bytes);
  }

  private Opening open(long first, long last) {
    ServedRevision revision = served();
    return gate()
        .gate
        .open(
            revision,
            revision.file("model.safetensors").orElseThrow(),
            first,
            last,
            Duration.ofSeconds(5));
  }

  private Opening open() {
    return open(0, WEIGHTS.length() - 1);
  }

  private static String read(Opening opening) throws IOException {
    var bytes = ByteBuffer.allocate(WEIGHTS.length() + 1);
    try (ByteSource source = ((Opening.Bytes) opening).source().open()) {
      while (source.read(bytes, bytes.position()) > 0) {
        // goes on
      }
    }
    return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
  }

  @Test
  void changedBytesArePutAsideAndFetchedAnew() throws IOException {
    Path blob = blob();
    FileTime before = Files.getLastModifiedTime(blob);
    change(blob);
    Files.setLastModifiedTime(blob, before); // whoever hides it sets the time back
    assertThat(open()).isInstanceOf(Opening.Not.class);
    assertThat(blob).doesNotExist();
    try (var aside = Files.list(folder.resolve("changed"))) {
      assertThat(aside).hasSize(1);
    }
    assertThat(read(open()).equals(WEIGHTS)).isTrue();
  }

  @Test
  void anotherFileInItsPlaceIsNoticed() throws IOException {
    Path blob = blob();
    Path other = Files.writeString(folder.resolve("other"), WEIGHTS.replace("SAFE", "EVIL"));
    Files.move(other, blob, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertThat(open()).isInstanceOf(Opening.Not.class);
    assertThat(read(open()).equals(WEIGHTS)).isTrue();
  }

  @Test
  void aLinkInItsPlaceIsNotServed() throws IOException {
    Path blob = blob();
    Path other = Files.copy(blob, folder.resolve("other"));
    Files.delete(blob);
    Files.createSymbolicLink(blob, other);
    assertThat(open()).isInstanceOf(Opening.Not.class);
    assertThat(read(open()).equals(WEIGHTS)).isTrue();
  }

  @Test
  void aTouchedFileWithItsOwnBytesIsServedOn() throws IOException {
    Path blob = blob();
    Files.setLastModifiedTime(blob, FileTime.fromMillis(0));
    assertThat(read(open()).equals(WEIGHTS)).isTrue();
  }

  @Test
  void theCheckOfAPassportNamesWhatIsWrong() throws IOException {
    Path blob = blob();
    ModelId id = ModelId.parse("org/good").orElseThrow();
    assertThat(gate().gate.passports().check(id, "main").orElseThrow().wrong()).isEmpty();
    change(blob);
    assertThat(gate().gate.passports().check(id, "main").orElseThrow().wrong())
        .containsExactly("model.safetensors");
  }

  /** Whoever changes the file and the record of its looks, too, is found by the scrub. */
  @Test
  void aScrubFindsWhatLooksDoNotShow() throws IOException, SQLException {
    Path blob = blob();
    change(blob);
    forgeLooks(blob);
    assertThat(read(open()).equals(WEIGHTS)).isFalse();
    assertThat(gate().scrub()).isEqualTo(1);
    assertThat(read(open()).equals(WEIGHTS)).isTrue();
    assertThat(gate().scrub()).isZero();
  }

  @Test
  void verifyAlwaysCutsADeliveryOfChangedBytesBeforeItsEnd() throws IOException, SQLException {
    setup.verifyAlways = true;
    Path blob = blob();
    assertThat(read(open()).equals(WEIGHTS)).isTrue();
    change(blob);
    forgeLooks(blob);
    Opening whole = open();
    assertThatThrownBy(() -> read(whole)).isInstanceOf(IOException.class);
    assertThat(open(10, 20)).isInstanceOf(Opening.Not.class);
    assertThat(read(open()).equals(WEIGHTS)).isTrue();
  }

  /** Writes today's looks of a file into the database, as an intruder could. */
  private void forgeLooks(Path blob) throws IOException, SQLException {
    var changedAt = (FileTime) Files.getAttribute(blob, "unix:ctime");
    var inode = (Number) Files.getAttribute(blob, "unix:ino");
    long changed = changedAt.to(java.util.concurrent.TimeUnit.NANOSECONDS);
    close();
    try (var connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("weighbridge.db"));
        var update =
            connection.prepareStatement("update seal set file = ?, changed = ? where sha256 = ?")) {
      update.setLong(1, inode.longValue());
      update.setLong(2, changed);
      update.setString(3, String.valueOf(blob.getFileName()));
      assertThat(update.executeUpdate()).isEqualTo(1);
    }
  }
}
