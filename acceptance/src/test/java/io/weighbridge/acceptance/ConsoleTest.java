package io.weighbridge.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** A person at the console, in a real browser: one gate, one session, in the order of a visit. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsoleTest {
  private static final String STOPPED = "acme/poisoned";
  private static final String WAITING = "acme/odd";
  private static final String OBSERVED = "acme/watched";
  private static final String HOSTILE = "acme/hostile";
  private static final byte[] CALLS_SYSTEM =
      "cos\nsystem\n(S'echo harmless'\ntR.".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] MARKUP =
      ("cos\nsystem\n(S'<img src=x onerror=alert(1)><script>alert(2)</script>'\ntR.")
          .getBytes(StandardCharsets.US_ASCII);

  private Recorder upstream;
  private GateProcess gate;
  private Browser browser;
  private Page page;

  @BeforeAll
  void open() throws Exception {
    Path folder = Places.fresh("console");
    Path chromium = Places.chromium(); // before anything else is started
    assertThat(chromium).isNotNull();
    upstream = Recorder.start(folder);
    gate = GateProcess.start(folder.resolve("gate"), upstream.url, policy());
    publish(STOPPED, Map.of("pytorch_model.bin", CALLS_SYSTEM));
    publish(HOSTILE, Map.of("pytorch_model.bin", MARKUP));
    publish(WAITING, Map.of("weights.unknown", new byte[] {1, 2, 3, 4, 5, 6, 7, 8}));
    publish(OBSERVED, Map.of());
    for (String model : new String[] {STOPPED, HOSTILE, WAITING}) {
      assertThatThrownBy(() -> new HubClient(gate.url).snapshot(model, "main"))
          .isInstanceOf(HubClient.Refused.class);
    }
    new HubClient(gate.url).snapshot(OBSERVED, "main");
    browser = Browser.start(folder);
    page = browser.page;
  }

  /** The standard policy, and a rule that only observes one model. */
  private static String policy() throws IOException {
    return Policies.standard()
        .replace(
            "\nrules:\n",
            """

            rules:
              - id: trial
                mode: observe
                when: model.id == "acme/watched"
                outcome: block
                message: a rule on trial
            """);
  }

  private void publish(String id, Map<String, byte[]> more) throws Exception {
    var files = new LinkedHashMap<>(KillTest.model(new Random(id.hashCode())));
    if (!id.equals(OBSERVED)) {
      files.remove("model.safetensors");
    }
    files.putAll(more);
    upstream.publish(id, files, Set.of("model.safetensors", "pytorch_model.bin"));
  }

  @AfterAll
  void close() {
    for (AutoCloseable one : new AutoCloseable[] {browser, gate, upstream}) {
      try {
        if (one != null) {
          one.close();
        }
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
  }

  private Locator heading(String name) {
    return page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(name));
  }

  private void link(String name) {
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name)).first().click();
  }

  @Test
  @Order(1)
  void itOpensOnThreeNumbers() {
    page.navigate(gate.url + "/");
    assertThat(page).hasTitle("Overview · Weighbridge");
    assertThat(page.locator(".number .number-value")).hasText(new String[] {"2", "1", "1"});
    assertThat(page.locator(".number.bad")).isVisible();
    browser.picture("1-overview");
    assertThat(browser.errors()).isEmpty();
  }

  @Test
  @Order(2)
  void eachNumberIsOneClickFromItsEvidence() {
    for (String model : new String[] {STOPPED, WAITING, OBSERVED}) {
      page.navigate(gate.url + "/console/");
      int number = model.equals(STOPPED) ? 0 : model.equals(WAITING) ? 1 : 2;
      page.locator(".number").nth(number).click();
      assertThat(page.locator(".row-title", new Page.LocatorOptions().setHasText(model)))
          .isVisible();
      assertThat(
              page.locator(".row", new Page.LocatorOptions().setHasText(model))
                  .locator(".row-text"))
          .not()
          .isEmpty();
      browser.picture("2-list-" + number);
      link(model);
      assertThat(heading(model)).isVisible();
    }
    assertThat(browser.errors()).isEmpty();
  }

  @Test
  @Order(3)
  void aModelsPageTellsTheVerdictTheDecompiledCallTheSourceAndTheFiles() {
    page.navigate(gate.url + "/" + STOPPED);
    assertThat(page.locator(".verdict-title")).not().isEmpty();
    assertThat(page.locator(".verdict-text")).containsText("os.system");
    assertThat(page.locator("pre.evidence").first()).containsText("os.system('echo harmless')");
    assertThat(heading("Where it comes from")).isVisible();
    assertThat(page.locator("table.files")).containsText("pytorch_model.bin");
    assertThat(page.locator("table.files")).containsText("malicious");
    browser.picture("3-model-stopped");
    page.navigate(gate.url + "/" + OBSERVED);
    assertThat(heading("Pull it")).isVisible();
    assertThat(page.locator("pre.code").first()).containsText("hf download " + OBSERVED);
    assertThat(page.locator("body")).containsText("a rule on trial");
    assertThat(page.locator(".passport")).containsText("counts until");
    assertThat(page.locator(".passport pre.code")).containsText("/passports/" + OBSERVED);
    assertThat(page.locator(".passport a").first())
        .hasAttribute("href", Pattern.compile("/api/weighbridge/passports/" + OBSERVED + "/.+"));
    browser.picture("3-model-admitted");
    assertThat(browser.errors()).isEmpty();
  }

  @Test
  @Order(4)
  void textOfAModelIsTextAndNothingElse() {
    page.navigate(gate.url + "/" + HOSTILE);
    assertThat(page.locator("pre.evidence").first()).containsText("<script>alert(2)</script>");
    assertThat(page.locator("img")).hasCount(0);
    assertThat(page.locator("script")).hasCount(0);
    assertThat(browser.errors()).isEmpty();
  }

  @Test
  @Order(5)
  void thePolicyOfThePagesStopsScriptsThatGotIn() {
    page.navigate(gate.url + "/console/");
    page.evaluate(
        "() => { const s = document.createElement('script'); s.textContent = 'window.got = 1';"
            + " document.body.append(s); }");
    assertThat(page.evaluate("() => window.got === undefined")).isEqualTo(true);
    page.evaluate(
        "() => { const i = new Image(); i.src = 'http://other.invalid/x.png';"
            + " document.body.append(i); }");
    page.waitForCondition(() -> browser.violations().size() == 2);
    assertThat(browser.violations())
        .containsExactly("script-src-elem inline", "img-src http://other.invalid/x.png");
    browser.errors(); // those two were wanted
  }

  @Test
  @Order(6)
  void whatWaitsIsApprovedByWhoeverHasTheAdminToken() throws Exception {
    page.navigate(gate.url + "/" + WAITING);
    assertThat(page.locator(".settle")).hasCount(0);
    assertThat(page.locator(".verdict-text")).containsText("A reviewer can run: weighbridge");
    assertThat(page.locator(".verdict-text")).not().containsText("Ask: ");
    browser.picture("6-waiting");
    link("Sign in");
    page.getByLabel("Token").fill("hf_" + "x".repeat(40));
    page.locator("main button[type=submit]").click();
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("not a token of this gate");
    assertThat(browser.errors()).allMatch(error -> error.contains("401"));
    page.getByLabel("Token").fill(gate.adminToken());
    browser.picture("6-sign-in");
    page.locator("main button[type=submit]").click();
    page.navigate(gate.url + "/" + WAITING);
    page.getByLabel("Reason").fill("looked at it, ticket 7");
    browser.picture("6-settle");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Approve")).click();
    assertThat(page.getByRole(AriaRole.STATUS)).containsText("is admitted");
    assertThat(page.locator(".verdict-note").first()).containsText("looked at it, ticket 7");
    assertThat(heading("Pull it")).isVisible();
    browser.picture("6-approved");
    assertThat(new HubClient(gate.url).snapshot(WAITING, "main")).containsKey("weights.unknown");
    page.navigate(gate.url + "/console/");
    assertThat(page.locator(".number .number-value")).hasText(new String[] {"2", "0", "1"});
    assertThat(browser.errors()).isEmpty();
  }

  @Test
  @Order(7)
  void itCanBeReadOnAPhone() {
    page.setViewportSize(390, 844);
    for (String path : new String[] {"/console/", "/console/stopped", "/" + STOPPED}) {
      page.navigate(gate.url + path);
      int wide = (int) page.evaluate("() => document.documentElement.scrollWidth");
      assertThat(wide).as("width of %s", path).isLessThanOrEqualTo(390);
      browser.picture("7-phone" + path.replace('/', '-'));
    }
    page.setViewportSize(1280, 900);
    assertThat(browser.errors()).isEmpty();
  }

  @Test
  @Order(8)
  void signingOutEndsIt() throws Exception {
    page.navigate(gate.url + "/console/");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign out")).click();
    page.navigate(gate.url + "/" + WAITING);
    assertThat(page.locator(".settle")).hasCount(0);
  }
}
