package io.weighbridge.scan.internal;

import io.weighbridge.content.Content;
import io.weighbridge.evidence.Rule;
import io.weighbridge.evidence.RuleTable;
import io.weighbridge.formats.Format;
import io.weighbridge.pickle.Pickles;
import io.weighbridge.scan.Scanner;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** All data that decides, and its digest. */
public final class RuleSet {
  /** A resource that decides, and the class beside which it lies. */
  private record Table(Class<?> anchor, String name) {}

  private static final String PACKED = "/META-INF/weighbridge-rules.sha256";

  private RuleSet() {}

  private static final class Holder {
    static final String DIGEST = packed().orElseGet(RuleSet::compute);
  }

  public static String digest() {
    return Holder.DIGEST;
  }

  /** Weighbridge's version, from the build. */
  public static String version() {
    String version = Scanner.class.getPackage().getImplementationVersion();
    return version == null ? "0.1.0" : version;
  }

  public static List<Rule> rules() {
    var rules = new ArrayList<Rule>();
    for (RuleTable table : Rules.tables()) {
      rules.addAll(table.all());
    }
    rules.sort(Comparator.comparing(Rule::id));
    return List.copyOf(rules);
  }

  private static List<Table> tables() {
    var tables = new ArrayList<Table>();
    tables.add(new Table(Content.class, "rules.tsv"));
    tables.add(new Table(Format.class, "rules.tsv"));
    tables.add(new Table(Pickles.class, "rules.tsv"));
    tables.add(new Table(Scanner.class, "rules.tsv"));
    tables.add(new Table(Scanner.class, "names.tsv"));
    tables.add(new Table(Scanner.class, "python-effects.tsv"));
    tables.add(new Table(Scanner.class, "tf-operators.tsv"));
    return tables;
  }

  /**
   * The digest that was computed when this jar was packed: at a start, before anything is compiled,
   * hashing the tables takes longer than judging a small file.
   */
  private static Optional<String> packed() {
    try (InputStream in = RuleSet.class.getResourceAsStream(PACKED)) {
      return in == null
          ? Optional.empty()
          : Optional.of(new String(in.readAllBytes(), StandardCharsets.US_ASCII).strip());
    } catch (IOException e) {
      throw new IllegalStateException("unreadable " + PACKED, e);
    }
  }

  private static String compute() {
    MessageDigest sha256;
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
    for (Table table : tables()) {
      try (InputStream in = table.anchor.getResourceAsStream(table.name)) {
        if (in == null) {
          throw new IllegalStateException("missing " + table);
        }
        byte[] bytes = in.readAllBytes();
        sha256.update(
            (table.anchor.getName() + "/" + table.name + " " + bytes.length + "\n")
                .getBytes(StandardCharsets.UTF_8));
        sha256.update(bytes);
      } catch (IOException e) {
        throw new IllegalStateException("unreadable " + table, e);
      }
    }
    return HexFormat.of().formatHex(sha256.digest());
  }
}
