package io.weighbridge.acceptance;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The system's Chromium with a profile of its own, asking nobody but the server under test; keeps
 * what a page breaks of its content security policy, and every error that it logs.
 */
final class Browser implements AutoCloseable {
  private static final String TELL_VIOLATIONS =
      "document.addEventListener('securitypolicyviolation', e => console.error("
          + "'CSP ' + e.effectiveDirective + ' ' + e.blockedURI));";

  private final Playwright playwright;
  private final BrowserContext context;
  private final Path folder;
  private final List<String> errors = new CopyOnWriteArrayList<>();
  final Page page;

  private Browser(Playwright playwright, BrowserContext context, Path folder) {
    this.playwright = playwright;
    this.context = context;
    this.folder = folder;
    context.addInitScript(TELL_VIOLATIONS);
    this.page = context.pages().getFirst();
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error")) {
            errors.add(message.text());
          }
        });
    page.onPageError(errors::add);
    page.setDefaultTimeout(20_000);
  }

  /** Starts it; skips the test where there is no Chromium and none can be installed. */
  static Browser start(Path folder) throws IOException, InterruptedException {
    Path chromium = Places.chromium();
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    try {
      BrowserContext context =
          playwright
              .chromium()
              .launchPersistentContext(
                  folder.resolve("profile"),
                  new BrowserType.LaunchPersistentContextOptions()
                      .setExecutablePath(chromium)
                      .setHeadless(true)
                      .setViewportSize(1280, 900)
                      .setArgs(
                          List.of(
                              "--no-sandbox",
                              "--disable-background-networking",
                              "--disable-component-update",
                              "--disable-sync",
                              "--disable-quic")));
      return new Browser(playwright, context, folder);
    } catch (RuntimeException e) {
      playwright.close();
      throw e;
    }
  }

  /** What pages logged as errors since the last time, violations of their policy among it. */
  List<String> errors() {
    List<String> said = List.copyOf(errors);
    errors.clear();
    return said;
  }

  /** The violations among the errors, as {@code directive address}. */
  List<String> violations() {
    return errors.stream()
        .filter(error -> error.startsWith("CSP "))
        .map(error -> error.substring("CSP ".length()))
        .toList();
  }

  /** Pictures of the page by day and by night, kept for people to look at. */
  void picture(String name) {
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    shoot(name);
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
    shoot(name + "-dark");
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
  }

  private void shoot(String name) {
    page.screenshot(
        new Page.ScreenshotOptions()
            .setPath(folder.resolve("pictures").resolve(name + ".png"))
            .setFullPage(true));
  }

  @Override
  public void close() {
    context.close();
    playwright.close();
  }
}
