package io.weighbridge.scan;

import io.weighbridge.content.BytesContent;
import java.util.ArrayList;
import java.util.List;

/** A small repository that holds an attack. */
record Sample(List<ScanFile> files) {
  /** Names and contents by turns; a content is bytes or text. */
  static Sample of(Object... namesAndContents) {
    var files = new ArrayList<ScanFile>();
    for (int i = 0; i < namesAndContents.length; i += 2) {
      byte[] bytes =
          namesAndContents[i + 1] instanceof byte[] raw
              ? raw
              : Bytes.text((String) namesAndContents[i + 1]);
      files.add(new ScanFile((String) namesAndContents[i], () -> new BytesContent(bytes)));
    }
    return new Sample(files);
  }

  Sample with(ScanFile file) {
    var all = new ArrayList<ScanFile>(files);
    all.add(file);
    return new Sample(all);
  }

  ScanReport scan() {
    return Scanner.standard().scan("attack", files);
  }
}
