package io.weighbridge.pickle.internal.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.weighbridge.content.Budget;
import io.weighbridge.content.BytesContent;
import io.weighbridge.content.Content;
import io.weighbridge.pickle.Opcode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The decoder reads what CPython's {@code pickletools} reads: the same opcodes at the same places
 * with the same arguments, and errors at the same place, but for the rows of {@code
 * differences.tsv}. The streams are generated, valid and mutated, from a seed.
 */
class GenopsTest {
  private static final String SEED = System.getProperty("weighbridge.seed", "20261125");
  private static final String STREAMS = System.getProperty("weighbridge.streams", "6000");

  @TempDir Path folder;

  private final List<String[]> differences = differences();
  private final Set<String> usedDifferences = new HashSet<>();
  private final Set<Opcode> seen = EnumSet.noneOf(Opcode.class);
  private final List<String> wrong = new ArrayList<>();

  private static List<String[]> differences() {
    try (var in = Objects.requireNonNull(GenopsTest.class.getResourceAsStream("differences.tsv"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("\t", -1))
          .toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void opcodesPlacesArgumentsAndErrorsAreThoseOfPickletools() throws Exception {
    Path script = folder.resolve("genops.py");
    try (var in = Objects.requireNonNull(GenopsTest.class.getResourceAsStream("genops.py"))) {
      Files.copy(in, script);
    }
    Path output = folder.resolve("streams.txt");
    Process process =
        new ProcessBuilder("python3", script.toString(), SEED, STREAMS)
            .redirectOutput(output.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(process.waitFor()).isZero();
    List<String> lines = Files.readAllLines(output);
    assertThat(lines).hasSize(Integer.parseInt(STREAMS));
    lines.forEach(this::compare);
    assertThat(wrong).as("%d streams differ", wrong.size()).isEmpty();
    assertThat(EnumSet.complementOf(EnumSet.copyOf(seen))).isEmpty();
    assertThat(differences)
        .as("every row of the table is needed")
        .allMatch(row -> usedDifferences.contains(row[0] + row[1] + row[2]));
  }

  private void compare(String line) {
    String[] parts = line.split("\t", -1);
    Content content = new BytesContent(HexFormat.of().parseHex(parts[0]));
    var decoder = new Decoder(content, 0, Budget.standard());
    for (int i = 1; i < parts.length; i++) {
      String[] theirs = parts[i].split(":", 4);
      if (theirs[0].equals("end")) {
        return;
      }
      boolean refused = theirs[0].equals("error");
      try {
        Opcode opcode = decoder.next();
        seen.add(opcode);
        if (refused) {
          if (!isKnown(opcode.name(), "ours", theirs[3])) {
            wrong.add("only Python refuses " + parts[i] + " of " + parts[0]);
          }
          return;
        }
        String ours = decoder.start() + ":" + opcode.name() + ":" + argument(opcode, decoder);
        if (!ours.equals(parts[i]) && !isKnown(opcode.name(), "both", theirs[2])) {
          wrong.add(ours + " is for Python " + parts[i] + " of " + parts[0]);
          return;
        }
      } catch (MalformedStream e) {
        if (!refused && !isKnown(theirs[1], "python", theirs[2])) {
          wrong.add("only we refuse " + parts[i] + " of " + parts[0] + ": " + e.getMessage());
        } else if (refused && e.offset() != Long.parseLong(theirs[1])) {
          wrong.add("refused at " + e.offset() + ", by Python at " + parts[i] + " of " + parts[0]);
        }
        return;
      }
    }
  }

  private boolean isKnown(String opcode, String who, String what) {
    for (String[] row : differences) {
      if (row[0].equals(opcode) && row[1].equals(who) && what.matches(row[2])) {
        usedDifferences.add(row[0] + row[1] + row[2]);
        return true;
      }
    }
    return false;
  }

  private static String argument(Opcode opcode, Decoder decoder) {
    return switch (opcode.operand()) {
      case NONE -> "-";
      case UINT1, UINT2, INT4, UINT4 -> "i" + decoder.number();
      case UINT8 -> "i" + Long.toUnsignedString(decoder.number());
      case DECIMAL_LINE, LONG_LINE, LONG1, LONG4 -> {
        BigInteger big = decoder.big();
        yield "i" + (big == null ? Long.toString(decoder.number()) : big.toString());
      }
      case FLOAT8, FLOAT_LINE ->
          "f" + HexFormat.of().toHexDigits(Double.doubleToRawLongBits(decoder.real()));
      case STRING_LINE -> text(PythonText.escaped(data(decoder)));
      case UNICODE_LINE -> text(PythonText.rawUnicodeEscape(data(decoder)));
      case TEXT_LINE -> text(decoder.line());
      case TWO_LINES -> text(decoder.line() + " " + decoder.secondLine());
      case COUNTED1, COUNTED4, COUNTED4_SIGNED, COUNTED8 ->
          switch (opcode) {
            case BINSTRING, SHORT_BINSTRING -> text(PythonText.latin1(data(decoder)));
            case BINUNICODE, SHORT_BINUNICODE, BINUNICODE8 -> text(PythonText.utf8(data(decoder)));
            default -> "b" + HexFormat.of().formatHex(data(decoder));
          };
    };
  }

  private static byte[] data(Decoder decoder) {
    return decoder.content().bytes(decoder.dataAt(), (int) decoder.dataLength());
  }

  /** UTF-8 with surrogates as they are, in hex. */
  private static String text(String text) {
    var bytes = new ByteArrayOutputStream();
    text.codePoints()
        .forEach(
            point -> {
              if (point >= 0xd800 && point <= 0xdfff) {
                bytes.write(0xe0 | point >> 12);
                bytes.write(0x80 | point >> 6 & 0x3f);
                bytes.write(0x80 | point & 0x3f);
              } else {
                bytes.writeBytes(Character.toString(point).getBytes(StandardCharsets.UTF_8));
              }
            });
    return "t" + HexFormat.of().formatHex(bytes.toByteArray());
  }
}
