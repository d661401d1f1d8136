package io.weighbridge.scan.internal.jinja;

import io.weighbridge.content.BudgetExceeded;
import io.weighbridge.evidence.Coverage;
import io.weighbridge.formats.FormatException;
import io.weighbridge.formats.JinjaTemplate;
import io.weighbridge.scan.internal.Inspection;

/** Judges a template: where chat templates come from, all come here. Never renders anything. */
public final class Template {
  private Template() {}

  /**
   * @param where the field or file that holds it, for messages
   */
  public static void judge(Inspection thing, String source, String where) {
    JinjaTemplate template;
    try {
      template = JinjaTemplate.parse(source, thing.budget());
    } catch (FormatException e) {
      thing.find(
          "jinja/unreadable",
          "the template in " + where + " is not one that Jinja reads: " + e.getMessage(),
          "");
      thing.cover(Coverage.PARTIAL, "template not understood");
      return;
    } catch (BudgetExceeded e) {
      thing.find("scan/limit-reached", "template in " + where + ": " + e.getMessage(), "");
      thing.cover(Coverage.PARTIAL, "template not understood");
      return;
    }
    new TemplateWalk(thing, where).judge(template);
  }
}
