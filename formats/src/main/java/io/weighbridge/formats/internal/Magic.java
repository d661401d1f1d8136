package io.weighbridge.formats.internal;

import io.weighbridge.content.TarArchive;
import io.weighbridge.formats.Format;
import java.nio.charset.StandardCharsets;

/** Signatures at the start of a file; plain comparisons, as this is on every scan's path. */
public final class Magic {
  private Magic() {}

  public static Format of(byte[] head, long size) {
    Format format =
        switch (head[0] & 0xFF) {
          case 'P' ->
              starts(head, "PK\3\4") || starts(head, "PK\5\6") || starts(head, "PK\7\10")
                  ? Format.ZIP
                  : starts(head, "PAR1") ? Format.PARQUET : Format.UNKNOWN;
          case 0x93 -> starts(head, "\u0093NUMPY") ? Format.NPY : Format.UNKNOWN;
          case 'G' -> starts(head, "GGUF") ? Format.GGUF : gif(head);
          case 'l', 't', 'f', 'a', 'n' -> ggml(head);
          case 'T', 'M', 'p' -> ggmlOrTiff(head, size);
          case 0x89 ->
              starts(head, "\u0089HDF\r\n\32\n")
                  ? Format.HDF5
                  : starts(head, "\u0089PNG\r\n\32\n") ? Format.IMAGE : Format.UNKNOWN;
          case 0x1F -> starts(head, "\u001f\u008b\b") ? Format.GZIP : Format.UNKNOWN;
          case 'B' -> bzipOrBitmap(head, size);
          case 0xFD -> starts(head, "\u00fd7zXZ\0") ? Format.XZ : Format.UNKNOWN;
          case 0x04 -> starts(head, "\4\42M\30") ? Format.LZ4 : Format.UNKNOWN;
          case '(' -> starts(head, "(\u00b5/\u00fd") ? Format.ZSTD : Format.UNKNOWN;
          case '7' -> starts(head, "7z\u00bc\u00af'\34") ? Format.SEVEN_ZIP : Format.UNKNOWN;
          case 0x7F, 0xFE, 0xCF, 0xCE, 0xCA, 0xDE, 0x00, 'd' -> executable(head);
          case 0xFF -> starts(head, "\u00ff\u00d8\u00ff") ? Format.IMAGE : media(head);
          case 'I' -> starts(head, "II*\0") ? Format.IMAGE : media(head);
          case 'R' -> riffOrR(head);
          case 'Z' -> starts(head, "ZF0x") ? Format.ZLIB : Format.UNKNOWN;
          case 'C' -> starts(head, "CBM1") ? Format.CATBOOST : Format.UNKNOWN;
          case 'A' -> starts(head, "ARROW1") ? Format.ARROW : Format.UNKNOWN;
          case 'S' -> starts(head, "SQLite format 3\0") ? Format.SQLITE : Format.UNKNOWN;
          case 'O' -> starts(head, "OggS") ? Format.MEDIA : Format.UNKNOWN;
          case '%' -> starts(head, "%PDF-") ? Format.PDF : Format.UNKNOWN;
          case 0xAC -> starts(head, "\u00ac\u00ed\0\5") ? Format.JAVA_SERIALIZED : Format.UNKNOWN;
          case 'b' -> starts(head, "binf") ? Format.XGBOOST : Format.UNKNOWN;
          case 0x12 -> starts(head, "\u0012\1\0\0\0\0\0\0") ? Format.MXNET : Format.UNKNOWN;
          case '{' -> starts(head, "{L\0\0") ? Format.XGBOOST : Format.UNKNOWN;
          default -> Format.UNKNOWN;
        };
    if (format != Format.UNKNOWN) {
      return format;
    }
    return byLaterBytes(head, size);
  }

  /** Signatures that are not at the very start. */
  private static Format byLaterBytes(byte[] head, long size) {
    if (at(head, 4, "TFL3")) {
      return Format.TFLITE;
    }
    if (at(head, 4, "ET12") || at(head, 4, "ET13")) {
      return Format.EXECUTORCH;
    }
    if (at(head, 4, "ftyp")) {
      return Format.MEDIA;
    }
    if (isSafetensors(head, size)) {
      return Format.SAFETENSORS;
    }
    if (TarArchive.isHeader(head)) {
      return Format.TAR;
    }
    if (head.length >= 16
        && head[2] == '\r'
        && head[3] == '\n'
        && (head[1] & 0xFF) >= 0x0A
        && (head[1] & 0xFF) <= 0x0F
        && head[5] == 0
        && head[6] == 0
        && head[7] == 0) {
      return Format.EXECUTABLE;
    }
    return Format.UNKNOWN;
  }

  /**
   * A length of 64 bits and the start of a JSON object. A length that cannot be is still an attempt
   * at safetensors when the text shows it.
   */
  private static boolean isSafetensors(byte[] head, long size) {
    if (head.length < 10 || head[8] != '{') {
      return false;
    }
    long length = 0;
    for (int i = 7; i >= 0; i--) {
      length = length << 8 | (head[i] & 0xFF);
    }
    String text = new String(head, 8, head.length - 8, StandardCharsets.ISO_8859_1);
    boolean looks =
        text.contains("\"data_offsets\"")
            || text.contains("\"dtype\"")
            || text.contains("\"__metadata__\"");
    boolean fits = length >= 2 && length <= size - 8;
    boolean json = text.startsWith("{}") || text.startsWith("{\"") || text.startsWith("{ ");
    return looks || (fits && json);
  }

  private static Format gif(byte[] head) {
    return starts(head, "GIF87a") || starts(head, "GIF89a") ? Format.IMAGE : Format.UNKNOWN;
  }

  /** GGML and its relatives write their names as little-endian integers, so backwards. */
  private static Format ggml(byte[] head) {
    if (starts(head, "lmgg")
        || starts(head, "fmgg")
        || starts(head, "tjgg")
        || starts(head, "algg")) {
      return Format.GGML;
    }
    if (starts(head, "ftrt")) {
      return Format.TENSORRT;
    }
    return starts(head, "fLaC") ? Format.MEDIA : Format.UNKNOWN;
  }

  private static Format ggmlOrTiff(byte[] head, long size) {
    if (starts(head, "MM\0*")) {
      return Format.IMAGE;
    }
    if (starts(head, "MZ") && size >= 64) {
      return head.length < 64 || !isText(head) ? Format.EXECUTABLE : Format.UNKNOWN;
    }
    return starts(head, "ptrt") ? Format.TENSORRT : Format.UNKNOWN;
  }

  private static boolean isText(byte[] head) {
    for (byte b : head) {
      if (b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t') {
        return false;
      }
    }
    return true;
  }

  private static Format bzipOrBitmap(byte[] head, long size) {
    if (starts(head, "BZh") && (at(head, 4, "1AY&SY") || at(head, 4, "\u0017rE8P\u0090"))) {
      return Format.BZIP2;
    }
    if (starts(head, "BC\u00c0\u00de")) {
      return Format.EXECUTABLE;
    }
    if (starts(head, "B\0C\0N\0")) {
      return Format.CNTK;
    }
    return starts(head, "BM")
            && head.length >= 26
            && head[6] == 0
            && head[7] == 0
            && size > 26
            && !isText(head)
        ? Format.IMAGE
        : Format.UNKNOWN;
  }

  private static Format executable(byte[] head) {
    if (starts(head, "\u007fELF")
        || starts(head, "\u00fe\u00ed\u00fa\u00ce")
        || starts(head, "\u00fe\u00ed\u00fa\u00cf")
        || starts(head, "\u00ce\u00fa\u00ed\u00fe")
        || starts(head, "\u00cf\u00fa\u00ed\u00fe")
        || starts(head, "\u00ca\u00fe\u00ba\u00be")
        || starts(head, "\u00de\u00c0\u0017\u000b")
        || starts(head, "\0asm")
        || starts(head, "dex\n")) {
      return Format.EXECUTABLE;
    }
    return starts(head, "\0\0\1\0") && head.length > 22 && head[5] == 0
        ? icon(head)
        : Format.UNKNOWN;
  }

  /** One to 64 pictures, whose first directory entry has its reserved byte zero. */
  private static Format icon(byte[] head) {
    return head[4] > 0 && head[4] <= 64 && head[9] == 0 ? Format.IMAGE : Format.UNKNOWN;
  }

  private static Format media(byte[] head) {
    boolean mp3 =
        starts(head, "ID3")
            || starts(head, "\u00ff\u00fb")
            || starts(head, "\u00ff\u00f3")
            || starts(head, "\u00ff\u00f2");
    return mp3 ? Format.MEDIA : Format.UNKNOWN;
  }

  private static Format riffOrR(byte[] head) {
    if (starts(head, "RIFF")) {
      return at(head, 8, "WEBP")
          ? Format.IMAGE
          : at(head, 8, "WAVE") || at(head, 8, "AVI ") ? Format.MEDIA : Format.UNKNOWN;
    }
    return starts(head, "RDX2\n")
            || starts(head, "RDX3\n")
            || starts(head, "RDA2\n")
            || starts(head, "RDA3\n")
        ? Format.RDS
        : Format.UNKNOWN;
  }

  static boolean starts(byte[] head, String magic) {
    return at(head, 0, magic);
  }

  /** Compares with a string whose characters are bytes. */
  static boolean at(byte[] head, int offset, String magic) {
    if (head.length < offset + magic.length()) {
      return false;
    }
    for (int i = 0; i < magic.length(); i++) {
      if ((head[offset + i] & 0xFF) != magic.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
