package io.weighbridge.registry.internal.console;

import java.util.Optional;

/**
 * What every page has around it.
 *
 * @param root path that the console's addresses start with; empty without a prefix
 * @param active the navigation entry that is current
 * @param person who is signed in
 * @param formKey repeated by every form (CSRF); empty when nobody is signed in
 * @param notice said once, after something was done
 * @param style address of the style sheet
 */
public record Frame(
    String root,
    String title,
    String active,
    Optional<String> person,
    String formKey,
    Optional<String> notice,
    String style) {

  /** An address of the console. */
  public String to(String path) {
    return root + "/console/" + path;
  }

  public boolean active(String entry) {
    return active.equals(entry);
  }
}
