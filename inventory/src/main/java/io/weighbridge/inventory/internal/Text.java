package io.weighbridge.inventory.internal;

import io.weighbridge.inventory.Kind;
import java.util.Arrays;

/**
 * The text of a file, or code inside one: offsets are UTF-16 units of {@link #chars}, and every
 * offset knows its line in the file.
 */
public final class Text {
  private final String path;
  private final Kind kind;
  private final String chars;
  private final int[] starts;
  private final int[] numbers;
  private final boolean original;

  private Text(String path, Kind kind, String chars, int[] numbers, boolean original) {
    this.path = path;
    this.kind = kind;
    this.chars = chars;
    this.starts = starts(chars);
    this.numbers = numbers;
    this.original = original;
  }

  /** A whole file. */
  public static Text of(String path, Kind kind, String chars) {
    return new Text(path, kind, chars, new int[0], true);
  }

  /** Lines taken from a file; {@code numbers} holds the line of each in it. */
  public static Text lines(String path, Kind kind, String chars, int[] numbers) {
    return new Text(path, kind, chars, numbers, false);
  }

  /** The same file with everything but {@code kept} blanked, so that offsets and lines stay. */
  public Text masked(String kept) {
    return new Text(path, kind, kept, numbers, false);
  }

  private static int[] starts(String chars) {
    int count = 1;
    for (int i = chars.indexOf('\n'); i >= 0; i = chars.indexOf('\n', i + 1)) {
      count++;
    }
    int[] starts = new int[count];
    int at = 1;
    for (int i = chars.indexOf('\n'); i >= 0; i = chars.indexOf('\n', i + 1)) {
      starts[at++] = i + 1;
    }
    return starts;
  }

  public String path() {
    return path;
  }

  public Kind kind() {
    return kind;
  }

  public String chars() {
    return chars;
  }

  /** Whether offsets are those of the file itself, so that a patch may use them. */
  public boolean original() {
    return original;
  }

  public int line(int offset) {
    int index = index(offset);
    return index < numbers.length ? numbers[index] : index + 1;
  }

  /** Number of lines. */
  public int count() {
    return starts.length;
  }

  public int start(int index) {
    return starts[index];
  }

  /** End of a line, without its line feed. */
  public int end(int index) {
    int end = index + 1 < starts.length ? starts[index + 1] - 1 : chars.length();
    return end > starts[index] && chars.charAt(end - 1) == '\r' ? end - 1 : end;
  }

  public String lineText(int index) {
    return chars.substring(starts[index], end(index));
  }

  /** Which of the lines, from 0. */
  public int index(int offset) {
    int found = Arrays.binarySearch(starts, offset);
    return found >= 0 ? found : -found - 2;
  }

  /** The line around an offset, stripped and shortened, for people. */
  public String excerpt(int offset) {
    String line = lineText(index(Math.min(offset, chars.length()))).strip();
    return line.length() > 160 ? line.substring(0, 160) + "…" : line;
  }
}
