package io.weighbridge.pickle.internal.machine;

import io.weighbridge.pickle.Value;
import java.util.regex.Pattern;

/**
 * The source that scipy keeps in each of its distributions and executes when one is unpickled
 * (scipy/stats/_distn_infrastructure.py, {@code rv_generic._attach_argparser_methods}). Its text is
 * fixed but for the names of the shape parameters, so any other text is code of the publisher's.
 */
final class ScipyTemplate {
  private static final int LONGEST = 1 << 12;

  private static final Pattern SOURCE =
      Pattern.compile(
          """

          def _parse_args\\(self, ((?:[A-Za-z_][A-Za-z_0-9]*, )*) (loc=0(?:, scale=1)?)\\):
              return \\(\\1\\), (loc, (?:scale|1))

          def _parse_args_rvs\\(self, \\1 \\2, size=None\\):
              return self._argcheck_rvs\\(\\1 \\3, size=size\\)

          def _parse_args_stats\\(self, \\1 \\2, moments='mv'\\):
              return \\(\\1\\), \\3, moments
          """);

  private ScipyTemplate() {}

  /** Whether a value is such source, with nothing but names in it. */
  static boolean isOrdinary(Value value) {
    return value instanceof Value.Text text
        && text.text(LONGEST).filter(source -> SOURCE.matcher(source).matches()).isPresent();
  }
}
