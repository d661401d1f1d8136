package io.weighbridge.policy.internal;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.OptionalType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.cel.common.types.StructTypeReference;
import io.weighbridge.policy.internal.PolicyDocument.Scope;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The names and types that policies are written in, from {@code evidence.tsv}: declared to the type
 * checker, used to build the values, and printed as documentation, so that the three agree.
 */
@SuppressWarnings("Immutable") // filled by the constructor only, from a table of text
public final class Vocabulary implements CelTypeProvider {
  public static final Vocabulary STANDARD = load();

  /**
   * One row of the table.
   *
   * @param example a condition that uses the name; of scope file where it speaks of a file
   */
  public record Field(String type, String name, String cel, String meaning, String example) {}

  private final List<Field> rows;
  private final Map<String, Map<String, Field>> fields = new LinkedHashMap<>();
  private final Map<String, StructType> types = new LinkedHashMap<>();

  private Vocabulary(List<Field> rows) {
    this.rows = List.copyOf(rows);
    for (Field row : rows) {
      fields.computeIfAbsent(row.type(), key -> new LinkedHashMap<>()).put(row.name(), row);
    }
    fields.forEach(
        (type, members) -> {
          if (!type.startsWith("*")) {
            types.put(
                type,
                StructType.create(
                    type,
                    ImmutableSet.copyOf(members.keySet()),
                    name -> Optional.ofNullable(members.get(name)).map(f -> celType(f.cel()))));
          }
        });
  }

  private static Vocabulary load() {
    try (InputStream in = Vocabulary.class.getResourceAsStream("evidence.tsv")) {
      if (in == null) {
        throw new IllegalStateException("evidence.tsv is missing");
      }
      var rows = new ArrayList<Field>();
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
        if (!line.isBlank() && !line.startsWith("#")) {
          String[] cells = line.split("\t", -1);
          if (cells.length != 5) {
            throw new IllegalStateException("evidence.tsv: 5 columns expected: " + line);
          }
          rows.add(new Field(cells[0], cells[1], cells[2], cells[3], cells[4]));
        }
      }
      return new Vocabulary(rows);
    } catch (IOException e) {
      throw new IllegalStateException("unreadable evidence.tsv", e);
    }
  }

  /** All rows, in the order of the table. */
  public List<Field> rows() {
    return rows;
  }

  /** Variables of rules of that scope. */
  Map<String, CelType> variables(Scope scope) {
    var variables = new LinkedHashMap<String, CelType>();
    for (String type : List.of("*", "*" + scope.text())) {
      for (Field row : fields.getOrDefault(type, Map.of()).values()) {
        variables.put(row.name(), celType(row.cel()));
      }
    }
    return variables;
  }

  /** Fields of a type, by name. */
  Map<String, Field> fieldsOf(String type) {
    Map<String, Field> found = fields.get(type);
    if (found == null) {
      throw new IllegalArgumentException("no type " + type);
    }
    return found;
  }

  StructType struct(String type) {
    StructType found = types.get(type);
    if (found == null) {
      throw new IllegalArgumentException("no type " + type);
    }
    return found;
  }

  private static CelType celType(String text) {
    int open = text.indexOf('(');
    if (open >= 0) {
      CelType inner = celType(text.substring(open + 1, text.length() - 1));
      return text.startsWith("list(") ? ListType.create(inner) : OptionalType.create(inner);
    }
    return switch (text) {
      case "string" -> SimpleType.STRING;
      case "int" -> SimpleType.INT;
      case "bool" -> SimpleType.BOOL;
      default -> StructTypeReference.create(text);
    };
  }

  @Override
  public ImmutableCollection<CelType> types() {
    return ImmutableList.copyOf(types.values());
  }

  @Override
  public Optional<CelType> findType(String name) {
    return Optional.ofNullable(types.get(name));
  }
}
