package io.weighbridge.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CommandsTest {

  static Stream<Command> commands() {
    return Commands.TABLE.stream().map(entry -> entry.make().get());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandExplainsItselfWithAnExampleOfItself(Command command) {
    CommandSpec spec = command.spec();
    Run run = Run.of(spec.name(), "--help");
    assertThat(run.code()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).startsWith("weighbridge " + spec.name()).contains("Examples");
    assertThat(spec.examples()).allMatch(example -> example.contains("weighbridge " + spec.name()));
    assertThat(run.out().lines()).allMatch(line -> line.length() <= 110);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyOptionHasANameOfItsOwnAndAnExplanation(Command command) {
    var names = new HashSet<String>();
    for (Option option : command.spec().options()) {
      assertThat(names.add(option.name())).as(option.name()).isTrue();
      assertThat(option.name()).matches("[a-z][a-z-]*");
      assertThat(option.help()).isNotBlank();
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandAnswersAWrongOptionWithOneLine(Command command) {
    Run run = Run.of(command.spec().name(), "--no-such-option");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines()).hasSize(1).first().asString().contains("--no-such-option");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          chek-name a/b                    | did you mean check-name?
          nonsense                         | no command "nonsense"
          check-name                       | it takes NAME…
          check-name --fromat json a/b     | did you mean --format?
          check-name --format xml a/b      | text, json, not "xml"
          check-name --format              | --format needs a value: text|json
          check-name --quiet=yes a/b       | --quiet takes no value
          check-name --quiet --quiet a/b   | --quiet is given twice
          check-name -format json a/b      | no option --format
          check-name ../..                 | not a model name
          approve org/model                | --reason is needed
          approve ../.. --reason x         | not a model: "../.."
          waive a/b --reason x             | --until is needed
          approve a/b --reason x --url x   | not an address: "x"
          refuse a/b --reason x --token-file /no/file | cannot read /no/file: no such file or folder
          approve a/b --reason x --url http://127.0.0.1:9 | no server at http://127.0.0.1:9: nothing answers there
          token make x                     | add, list, revoke or upstream, not "make"
          token revoke                     | revoke needs the id
          token revoke x                   | takes the id
          token upstream x --secret-file /no/file | cannot read /no/file
          serve --listen nonsense          | --listen is address:port
          serve --config /no/file          | /no/file
          serve --policy /no/file          | cannot read /no/file
          ledger check                     | it can only verify, not "check"
          ledger verify --data /no/folder  | /no/folder
          help scan extra                  | one word too many: "extra"
          help nonsense                    | no command "nonsense"
          check-name a/b --output /no/dir/x| cannot write /no/dir/x: no such file or folder
          """)
  void aWrongCommandLineIsOneLineThatSaysWhatIsWrong(String line, String expected) {
    Run run = Run.of(line.strip().split(" +"));
    assertThat(run.err().lines()).as(run.err()).hasSize(1);
    assertThat(run.err()).startsWith("weighbridge: ").contains(expected.strip());
    assertThat(run.code()).isEqualTo(2);
  }

  @Test
  void wordsOfTheUserCannotSpeakToTheTerminal() {
    Run run = Run.of("\u001b[2Jscan\u202e");
    assertThat(run.err()).contains("\\u001b[2Jscan\\u202e").doesNotContain("\u001b");
  }

  @Test
  void noWordsListsTheCommands() {
    assertThat(Run.of().out()).contains("weighbridge check-name", "Exit codes");
    assertThat(Run.of("--version").out()).matches("weighbridge \\d+\\.\\d+\\.\\d+\n");
  }

  @Test
  void colourIsForTerminalsWithoutNoColor() {
    assertThat(Run.of("help").out()).doesNotContain("\u001b");
    assertThat(Run.onTerminal(Map.of(), "help").out()).contains("\u001b[1m");
    assertThat(Run.onTerminal(Map.of("NO_COLOR", "1"), "help").out()).doesNotContain("\u001b");
    assertThat(Run.onTerminal(Map.of("TERM", "dumb"), "help").out()).doesNotContain("\u001b");
  }

  @Test
  void operandsAfterTwoDashesMayStartWithOne() {
    var spec = new CommandSpec("x", "FILE…", 1, 9, "", java.util.List.of(), java.util.List.of());
    assertThat(Arguments.parse(spec, java.util.List.of("--", "--odd", "-")).operands())
        .containsExactly("--odd", "-");
  }

  @Test
  void namesAreChecked() {
    Run alike = Run.of("check-name", "qa-tutorials/distilbert-base-uncased-finetuned-sqad");
    assertThat(alike.code()).isEqualTo(1);
    assertThat(alike.out()).contains("distilbert/distilbert-base-uncased-finetuned-squad");
    assertThat(Run.of("check-name", "distilbert/distilbert-base-uncased-finetuned-squad").code())
        .isZero();
    Run quiet =
        Run.of("check-name", "--quiet", "qa-tutorials/distilbert-base-uncased-finetuned-sqad");
    assertThat(quiet).isEqualTo(new Run(1, "", ""));
  }
}
