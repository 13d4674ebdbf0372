// A person at WebKit. Playwright cannot drive the system's WebKitGTK; its own WebDriver can. The window stands on a
// display of its own, so that nothing appears on the screen of whoever tests.
import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { Builder, By, type WebDriver, type WebElement, error } from "selenium-webdriver";
import { freePort, setting } from "./portal.js";

/** How long something may take to appear, in milliseconds. */
const PATIENCE = 30_000;

/** Text for an XPath expression. */
function quoted(text: string): string {
  if (text.includes('"')) throw new Error("XPath has no way to write this text");
  return `"${text}"`;
}

/** What a person calls things by: their kind and the words on them. All are XPath expressions. */
export const named = {
  button: (name: string) => `//button[normalize-space(.)=${quoted(name)} or @aria-label=${quoted(name)}]`,
  link: (name: string) => `//a[normalize-space(.)=${quoted(name)}]`,
  heading: (level: number, name: string) => `//h${level}[normalize-space(.)=${quoted(name)}]`,
  /** A field by its label, which may be followed by a lock and by "freiwillig". */
  field: (label: string) => `//*[@id=//label[.//text()[normalize-space(.)=${quoted(label)}]]/@for]`,
  /** The innermost element with exactly these words. */
  text: (words: string) => `//*[normalize-space(text())=${quoted(words)}]`,
  /** A part of the page with a name. */
  navigation: (name: string) => `//nav[@aria-label=${quoted(name)}]`,
};

/** Whether it is only that the page was drawn anew, or that something lay above for a moment. */
function passes(failure: unknown): boolean {
  return (
    failure instanceof error.StaleElementReferenceError ||
    failure instanceof error.ElementClickInterceptedError ||
    failure instanceof error.ElementNotInteractableError
  );
}

/** Looks for what is visible, waits for it, and then acts. */
export class Person {
  private constructor(
    private readonly driver: WebDriver,
    private readonly services: ChildProcess[],
  ) {}

  /** Sits down at a fresh WebKit without any history. */
  static async start(): Promise<Person> {
    const services: ChildProcess[] = [];
    try {
      const display = await startDisplay(services);
      const port = await freePort();
      const service = spawn(setting("PORTAL_WEBKIT_DRIVER"), [`--port=${port}`], {
        env: { ...process.env, DISPLAY: `:${display}`, GDK_BACKEND: "x11", LANG: "de_DE.UTF-8", LANGUAGE: "de", TZ: "Europe/Berlin" },
        stdio: "ignore",
      });
      services.push(service);
      const address = `http://127.0.0.1:${port}`;
      await answering(service, `${address}/status`);
      const driver = await new Builder()
        .usingServer(address)
        .withCapabilities({
          browserName: "MiniBrowser",
          "webkitgtk:browserOptions": { binary: setting("PORTAL_WEBKIT"), args: ["--automation"] },
        })
        .build();
      await driver.manage().window().setRect({ width: 1280, height: 860, x: 0, y: 0 });
      return new Person(driver, services);
    } catch (failure) {
      await ended(services);
      throw failure;
    }
  }

  /** Leaves: nothing of this stays. */
  async end(): Promise<void> {
    try {
      await this.driver.quit();
    } finally {
      await ended(this.services);
    }
  }

  async goTo(address: string): Promise<void> {
    await this.driver.get(address);
  }

  async reload(): Promise<void> {
    await this.driver.navigate().refresh();
  }

  /** What is on the screen, as PNG. */
  async screen(): Promise<Buffer> {
    return Buffer.from(await this.driver.takeScreenshot(), "base64");
  }

  /** Waits until this many are visible, and returns them. */
  async seeExactly(count: number, xpath: string): Promise<WebElement[]> {
    return this.until(`${count} × ${xpath}`, async () => {
      const found = await this.visible(xpath);
      return found.length === count ? found : undefined;
    });
  }

  /** Waits until one is visible, and returns the first. */
  async see(xpath: string): Promise<WebElement> {
    return this.until(xpath, async () => (await this.visible(xpath))[0]);
  }

  /** What the first visible one says. */
  async read(xpath: string): Promise<string> {
    return this.until(`words in ${xpath}`, async () => (await (await this.visible(xpath))[0]?.getText())?.trim() || undefined);
  }

  async click(xpath: string): Promise<void> {
    await this.until(`a click on ${xpath}`, async () => {
      const element = (await this.visible(xpath))[0];
      await element?.click();
      return element;
    });
  }

  /** Replaces what stands in a field, letter by letter. */
  async type(xpath: string, text: string): Promise<void> {
    const field = await this.see(xpath);
    await field.clear();
    await field.sendKeys(text);
    await this.until(`“${text}” in ${xpath}`, async () => (await this.valueOf(xpath)) === text || undefined);
  }

  /** Chooses a file. The field itself is hidden behind words. */
  async choose(file: string): Promise<void> {
    const input = await this.until("a field for a file", async () => (await this.driver.findElements(By.css("input[type=file]")))[0]);
    await input.sendKeys(file);
  }

  /** The origins of everything that this page has loaded. */
  async origins(): Promise<string[]> {
    return this.driver.executeScript(
      "return [...new Set(performance.getEntriesByType('resource').map((entry) => new URL(entry.name).origin))]",
    );
  }

  private async valueOf(xpath: string): Promise<string | null | undefined> {
    return (await this.visible(xpath))[0]?.getAttribute("value");
  }

  private async visible(xpath: string): Promise<WebElement[]> {
    const found = await this.driver.findElements(By.xpath(xpath));
    const shown = await Promise.all(found.map((element) => element.isDisplayed()));
    return found.filter((_, at) => shown[at]);
  }

  /** Tries again until there is something. An element may be drawn anew between looking and acting. */
  private async until<T>(what: string, attempt: () => Promise<T | undefined>): Promise<T> {
    let last: unknown;
    const tryOnce = async (): Promise<{ found: T } | undefined> => {
      try {
        const found = await attempt();
        return found === undefined ? undefined : { found };
      } catch (failure) {
        if (!passes(failure)) throw failure;
        last = failure;
        return undefined;
      }
    };
    try {
      const { found } = (await this.driver.wait(tryOnce, PATIENCE)) as { found: T };
      return found;
    } catch (failure) {
      if (!(failure instanceof error.TimeoutError)) throw failure;
      throw new Error(`waited for ${what}`, { cause: last });
    }
  }
}

/** Starts a display and returns its number: X chooses one that is free and says which. */
async function startDisplay(services: ChildProcess[]): Promise<string> {
  const display = spawn(setting("PORTAL_XVFB"), ["-displayfd", "1", "-screen", "0", "1400x1000x24", "-nolisten", "tcp", "-terminate"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  services.push(display);
  for await (const line of createInterface({ input: display.stdout })) return line.trim();
  throw new Error("the display did not start");
}

/** Waits until a service answers. */
async function answering(service: ChildProcess, address: string): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    if (service.exitCode !== null) throw new Error("the driver of WebKit ended at once");
    const answer = await fetch(address).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("the driver of WebKit did not become ready");
}

/** Ends services, the youngest first. */
async function ended(services: ChildProcess[]): Promise<void> {
  for (const service of services.toReversed()) {
    if (service.exitCode !== null || service.signalCode !== null) continue;
    const gone = new Promise((resolve) => service.once("exit", resolve));
    service.kill();
    await gone;
  }
}
