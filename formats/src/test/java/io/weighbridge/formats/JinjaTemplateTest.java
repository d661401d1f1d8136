package io.weighbridge.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weighbridge.content.Budget;
import io.weighbridge.content.BudgetExceeded;
import io.weighbridge.formats.JinjaTemplate.Attribute;
import io.weighbridge.formats.JinjaTemplate.Binary;
import io.weighbridge.formats.JinjaTemplate.Call;
import io.weighbridge.formats.JinjaTemplate.Choice;
import io.weighbridge.formats.JinjaTemplate.Data;
import io.weighbridge.formats.JinjaTemplate.Expression;
import io.weighbridge.formats.JinjaTemplate.Filter;
import io.weighbridge.formats.JinjaTemplate.Item;
import io.weighbridge.formats.JinjaTemplate.Loop;
import io.weighbridge.formats.JinjaTemplate.Name;
import io.weighbridge.formats.JinjaTemplate.Number;
import io.weighbridge.formats.JinjaTemplate.Output;
import io.weighbridge.formats.JinjaTemplate.Slice;
import io.weighbridge.formats.JinjaTemplate.Test;
import io.weighbridge.formats.JinjaTemplate.Text;
import io.weighbridge.formats.JinjaTemplate.Unary;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JinjaTemplateTest {
  private static JinjaTemplate parse(String source) {
    return JinjaTemplate.parse(source, Budget.standard());
  }

  private static Expression expression(String source) {
    return ((Output) parse("{{ " + source + " }}").body().getFirst()).value();
  }

  @org.junit.jupiter.api.Test
  void filtersBindTighterThanAddition() {
    assertThat(expression("a + b | trim"))
        .isEqualTo(
            new Binary(
                "+",
                new Name("a"),
                new Filter(Optional.of(new Name("b")), "trim", java.util.List.of())));
  }

  @org.junit.jupiter.api.Test
  void concatenationBindsTighterThanAddition() {
    assertThat(expression("a + b ~ c"))
        .isEqualTo(new Binary("+", new Name("a"), new Binary("~", new Name("b"), new Name("c"))));
  }

  @org.junit.jupiter.api.Test
  void escapesAreDecodedAndNeighboursJoined() {
    assertThat(expression("'\\x5f\\u005f' \"cl\\N{LATIN SMALL LETTER A}ss__\""))
        .isEqualTo(new Text("__class__"));
  }

  @org.junit.jupiter.api.Test
  void testsNegationsAndChoices() {
    assertThat(expression("x is not none"))
        .isEqualTo(new Unary("not", new Test(new Name("x"), "none", java.util.List.of())));
    assertThat(expression("a if b else c"))
        .isEqualTo(new Choice(new Name("b"), new Name("a"), Optional.of(new Name("c"))));
    assertThat(expression("x not in y"))
        .isEqualTo(new Binary("not in", new Name("x"), new Name("y")));
  }

  @org.junit.jupiter.api.Test
  void slicesItemsAttributesAndCalls() {
    assertThat(expression("m[1:].x(y)"))
        .isEqualTo(
            new Call(
                new Attribute(
                    new Item(
                        new Name("m"),
                        new Slice(
                            java.util.List.of(Optional.of(new Number("1")), Optional.empty()))),
                    "x"),
                java.util.List.of(new JinjaTemplate.Argument("", new Name("y")))));
  }

  @org.junit.jupiter.api.Test
  void loopsHaveConditionsAndElse() {
    Loop loop = (Loop) parse("{% for a, b in c if d %}x{% else %}y{% endfor %}").body().getFirst();
    assertThat(loop.targets()).containsExactly(new Name("a"), new Name("b"));
    assertThat(loop.condition()).contains(new Name("d"));
    assertThat(loop.body()).containsExactly(new Data(1, "x"));
    assertThat(loop.otherwise()).containsExactly(new Data(1, "y"));
  }

  @org.junit.jupiter.api.Test
  void rawBlocksAndCommentsHoldNoTags() {
    assertThat(parse("{% raw %}{{ a }}{% endraw %}{# {{ b }} #}").body())
        .containsExactly(new Data(1, "{{ a }}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{% for %}",
        "{{ a",
        "{% if x %}",
        "{% endif %}",
        "{{ 'a }}",
        "{% unknown %}",
        "{{ a b }}",
        "{# open",
        "{% raw %}",
        "{{ [1, }}",
        "{% set %}"
      })
  void whatJinjaRefusesIsRefused(String source) {
    assertThatThrownBy(() -> parse(source)).isInstanceOf(FormatException.class);
  }

  @org.junit.jupiter.api.Test
  void nestingAndSizeAreBounded() {
    assertThatThrownBy(() -> parse("{{ " + "(".repeat(5000) + "1" + ")".repeat(5000) + " }}"))
        .isInstanceOf(FormatException.class);
    var small = new Budget(new Budget.Limits(10, 10, 100, 10, 2, Duration.ofSeconds(60)));
    assertThatThrownBy(() -> JinjaTemplate.parse("{{ a }}".repeat(100), small))
        .isInstanceOf(BudgetExceeded.class);
  }

  @org.junit.jupiter.api.Test
  void anyTextIsParsedOrRefused() {
    String alphabet = "{}%#-+ '\"\\abfor.in[]()|~,=<>!_0123\n";
    var random = new Random(7);
    for (int round = 0; round < 3000; round++) {
      var text = new StringBuilder("{{");
      for (int i = random.nextInt(40); i >= 0; i--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      try {
        parse(text.append(random.nextBoolean() ? "}}" : "%}").toString());
      } catch (FormatException refused) {
        assertThat(refused).hasMessageStartingWith("line ");
      }
    }
  }
}
