package io.weighbridge.content.internal;

import io.weighbridge.content.Budget;
import io.weighbridge.content.Content;
import io.weighbridge.content.ContentException;
import io.weighbridge.content.Member.Kind;
import io.weighbridge.content.SevenZipMember;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.sevenz.SevenZArchiveEntry;
import org.apache.commons.compress.archivers.sevenz.SevenZFile;

/** commons-compress's reader over a content, with its failures in our words. */
public final class SevenZip {
  private static final int UNIX_EXTENSION = 0x8000;

  private final Content content;
  private final SevenZFile file;
  private final List<SevenZArchiveEntry> entries = new ArrayList<>();

  private SevenZip(Content content, SevenZFile file) {
    this.content = content;
    this.file = file;
  }

  public static SevenZip open(Content content, Budget budget) {
    budget.bytes(32);
    try {
      SevenZFile file =
          SevenZFile.builder()
              .setSeekableByteChannel(new ContentChannel(content))
              .setMaxMemoryLimitKiB(ZipMethods.DICTIONARY_KIB)
              .get();
      var archive = new SevenZip(content, file);
      for (SevenZArchiveEntry entry : file.getEntries()) {
        budget.entries(1);
        archive.entries.add(entry);
      }
      return archive;
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      throw new ContentException("7z archive: " + e.getMessage(), e);
    } catch (IndexOutOfBoundsException | NegativeArraySizeException | ClassCastException e) {
      throw new ContentException("7z archive: damaged header", e);
    }
  }

  public List<SevenZipMember> members() {
    var members = new ArrayList<SevenZipMember>();
    for (SevenZArchiveEntry entry : entries) {
      String name = entry.getName() == null ? "" : entry.getName();
      members.add(new SevenZipMember(name, kind(entry), entry.getSize(), members.size()));
    }
    return List.copyOf(members);
  }

  private static Kind kind(SevenZArchiveEntry entry) {
    if (entry.isDirectory()) {
      return Kind.DIRECTORY;
    }
    int attributes = entry.getHasWindowsAttributes() ? entry.getWindowsAttributes() : 0;
    boolean link = (attributes & UNIX_EXTENSION) != 0 && (attributes >>> 16 & 0xF000) == 0xA000;
    return link ? Kind.SYMBOLIC_LINK : Kind.FILE;
  }

  public Content open(SevenZipMember member, Budget budget) {
    SevenZArchiveEntry entry = entries.get(member.index());
    // Opening decodes the members before it in its solid block; charge as if it were all of them.
    for (int i = 0; i < member.index(); i++) {
      budget.expanded(Math.max(0, entries.get(i).getSize()));
    }
    try {
      var source = new ContentStream(content);
      return SpooledContent.announced(file.getInputStream(entry), source, budget, entry.getSize());
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      throw new ContentException("member " + member.name() + ": " + e.getMessage(), e);
    }
  }

  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new ContentException("cannot close: " + e.getMessage(), e);
    }
  }
}
