package io.weighbridge.registry.internal.console;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The public catalogues that findings refer to; only ids of the exact form become addresses. */
final class Catalogue {
  private record Entry(Pattern form, String address) {}

  private static final List<Entry> ENTRIES =
      List.of(
          entry("CWE-([0-9]{1,5})", "https://cwe.mitre.org/data/definitions/$1.html"),
          entry("(CVE-[0-9]{4}-[0-9]{4,7})", "https://nvd.nist.gov/vuln/detail/$1"),
          entry("(GHSA(?:-[a-z0-9]{4}){3})", "https://github.com/advisories/$1"),
          entry("(AML\\.T[0-9]{4}(?:\\.[0-9]{3})?)", "https://atlas.mitre.org/techniques/$1"),
          entry("(T[0-9]{4})", "https://attack.mitre.org/techniques/$1/"),
          entry("(T[0-9]{4})\\.([0-9]{3})", "https://attack.mitre.org/techniques/$1/$2/"),
          entry("arXiv:([0-9]{4}\\.[0-9]{4,5})", "https://arxiv.org/abs/$1"));

  private Catalogue() {}

  private static Entry entry(String form, String address) {
    return new Entry(Pattern.compile(form), address);
  }

  static ModelPage.Link link(String id) {
    for (Entry entry : ENTRIES) {
      Matcher matcher = entry.form().matcher(id);
      if (matcher.matches()) {
        return new ModelPage.Link(id, Optional.of(matcher.replaceFirst(entry.address())));
      }
    }
    return new ModelPage.Link(id, Optional.empty());
  }
}
