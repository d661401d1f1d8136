package io.weighbridge.cli.internal;

import io.weighbridge.policy.Policy;
import java.time.Clock;
import java.util.List;

/** {@code weighbridge policy show|text|words|check}. */
final class PolicyCommand implements Command {

  @Override
  public CommandSpec spec() {
    return new CommandSpec(
        "policy",
        "show|text|words|check [FILE]",
        1,
        2,
        """
        show    what a policy does, rule by rule: FILE, else the standard one
        text    its document, comments included: the place to start your own from
        words   the names that rules may use: types, meanings, an example of each
        check   reads and type-checks FILE; exit code 2 names the line that is wrong\
        """,
        List.of(CommonOptions.OUTPUT, CommonOptions.QUIET),
        List.of(
            "weighbridge policy show",
            "weighbridge policy text --output policy.yaml",
            "weighbridge policy check policy.yaml"));
  }

  @Override
  public int run(Arguments arguments, Terminal terminal) {
    List<String> words = arguments.operands();
    String text =
        switch (words.getFirst()) {
          case "show" -> policy(words).explain(Clock.systemUTC());
          case "text" -> policy(words).text();
          case "words" -> Policy.vocabulary();
          case "check" -> check(words);
          default ->
              throw new CliException(
                  "policy: show, text, words or check, not \"" + words.getFirst() + '"');
        };
    Output.write(arguments, terminal, text.endsWith("\n") ? text : text + "\n");
    return OK;
  }

  private static Policy policy(List<String> words) {
    return words.size() > 1 ? Policies.read(words.get(1)) : Policy.standard();
  }

  private static String check(List<String> words) {
    if (words.size() < 2) {
      throw new CliException("policy: check needs a file (see: weighbridge policy --help)");
    }
    return words.get(1) + " is a policy, sha256 " + Policies.read(words.get(1)).digest();
  }
}
