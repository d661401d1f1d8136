package io.weighbridge.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.weighbridge.evidence.Finding;
import io.weighbridge.evidence.Verdict;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Templates in the style of well-known models pass; ways out of the sandbox do not. */
class ChatTemplateTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"llama-3.1", "qwen-3", "mistral-tools", "deepseek-r1", "gemma-3", "macros"})
  void templatesOfWellKnownModelsAreSafe(String name) {
    ScanReport report =
        Bytes.scan("chat_template.jinja", Bytes.resource("templates/" + name + ".jinja"));
    assertThat(report.files().getFirst().findings()).extracting(Finding::message).isEmpty();
    assertThat(report.verdict()).isEqualTo(Verdict.SAFE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ self.__init__.__globals__ }}",
        "{% set a='__cla' %}{% set b='ss__' %}{{ messages[a~b] }}",
        "{{ messages[0]|attr(['_'*2,'class','_'*2]|join) }}",
        "{{ ''['\\x5f\\x5fclass\\x5f\\x5f'] }}",
        "{{ ''['\\u005f\\u005fclass\\N{LOW LINE}_'] }}",
        "{{ ''['__ssalc__'[::-1]] }}",
        "{{ ''['__CLASS__'|lower] }}",
        "{{ ''['%s%s'|format('__cla','ss__')] }}",
        "{{ ''['__cla''ss__'] }}",
        "{{ messages|map(attribute='__class__')|list }}",
        "{{ ['x']|map('attr','y')|list }}",
        "{%- set ns = namespace(k='__glo') -%}{{ lipsum[ns.k ~ 'bals__'] }}",
        "{% set x %}__class__{% endset %}{{ ''[x] }}",
        "{% macro m(a) %}{{ ''[a] }}{% endmacro %}{{ m('__class__') }}",
        "{{ '{0.__class__}'.format(1) }}",
        "{{ x.popen('id').read() }}",
        "{{ ().mro() }}",
      })
  void waysToPythonsObjectsAreMalicious(String template) {
    assertThat(Bytes.scan("chat_template.jinja", template).verdict())
        .as(template)
        .isEqualTo(Verdict.MALICIOUS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "just text, os.system and __class__ in passing",
        "{# __class__ #}{{ messages }}",
        "{% raw %}{{ x.__class__ }}{% endraw %}",
        "{{ '__init__.py' }}",
        "{{ message.content.split('__')[0] }}",
      })
  void wordsAloneAreNoAttack(String template) {
    assertThat(Bytes.scan("chat_template.jinja", template).verdict())
        .as(template)
        .isEqualTo(Verdict.SAFE);
  }
}
