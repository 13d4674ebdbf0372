// Every screen before and around the login, in every state.
import { randomBytes } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { createTenant, newTenant } from "../support/administration.js";
import { loginOf } from "../support/demo.js";
import { expect, test } from "../support/fixtures.js";
import { picked } from "../support/key_files.js";
import { confirmKey, enter, makeKey, typeGroups } from "../support/keys.js";
import { expectInside, goTo, logIn, loginName, tryLogin } from "../support/people.js";
import { look } from "../support/screens.js";

test("the screens are all that the router knows", () => {
  const root = join(__dirname, "..", "..");
  const [, pages = "", rest = ""] = /pub mod pages \{([\s\S]*?)\n\}([\s\S]*)/.exec(readFileSync(join(root, "api/src/paths.rs"), "utf8")) ?? [];
  const open = /pub mod public \{([\s\S]*?)\n\}/.exec(rest)?.[1] ?? "";
  const paths = [...`${pages}${open}`.matchAll(/: &str = "([^"]+)"/g)].map(([, path]) => path);
  expect(paths.length).toBeGreaterThan(20);
  const specs = readdirSync(__dirname).filter((name) => name.startsWith("screens"));
  const sources = specs.map((name) => readFileSync(join(__dirname, name), "utf8")).join("\n");
  const looked = [...sources.matchAll(/look\("([^"]+)"/g)].map(([, path]) => path);
  expect([...new Set(looked)].sort()).toEqual([...new Set(paths)].sort());
});

test("public pages", async ({ page }) => {
  await page.goto("/info/schutz");
  await look("/info/schutz", page, "what is protected");
  await page.goto("/info/barrierefreiheit");
  await look("/info/barrierefreiheit", page, "accessibility statement");
  await page.goto("/info/impressum");
  await look("/info/impressum", page, "imprint");
  await page.goto("/info/datenschutz");
  await look("/info/datenschutz", page, "privacy");
});

test("login, invitation and set-up before anybody is logged in", async ({ page, portal }) => {
  await page.goto("/login");
  await expect(page.getByRole("heading", { level: 1, name: "Anmelden" })).toBeVisible();
  await look("/login", page, "login");
  await page.getByText("Passwort vergessen?").click();
  await page.getByRole("button", { name: "Anmelden" }).click();
  await expect(page.getByText("Bitte geben Sie Ihr Passwort ein.")).toBeVisible();
  await look("/login", page, "login with nothing filled in");
  await tryLogin(page, { tenant: "demo", login: loginName("niemand"), password: "weiß ich nicht mehr" });
  await expect(page.getByRole("alert")).toBeVisible();
  await look("/login/:tenant", page, "login refused");

  await page.goto("/einladung");
  await expect(page.getByRole("heading", { level: 1, name: "Einladung eingeben" })).toBeVisible();
  await look("/einladung", page, "invitation code");
  await typeGroups(page, Array.from({ length: 20 }, () => "AAAAA"));
  await page.getByRole("button", { name: "Weiter" }).click();
  await expect(page.getByRole("alert")).toBeVisible();
  await look("/einladung", page, "invitation code refused");
  await page.goto(`/einrichten#${randomBytes(16).toString("base64url")}.${randomBytes(32).toString("base64url")}`);
  await expect(page.getByRole("alert")).toBeVisible();
  await look("/einrichten", page, "unknown set-up link");
  await page.goto(`/einladung#${portal.demo.openInvitation}`);
  await expect(page.getByRole("heading", { level: 1, name: /^Willkommen/ })).toBeVisible();
  await look("/einladung", page, "invitation");
  await page.getByLabel("Neues Passwort").fill("kurz");
  await page.getByRole("button", { name: "Zugang anlegen" }).click();
  await expect(page.getByText("Das sind erst 4 Zeichen.")).toBeVisible();
  await look("/einladung", page, "invitation with a bad password");
});

test("key loading, locked screen and start", async ({ page, portal }) => {
  const login = loginOf(portal.demo, "manager");
  await logIn(page, login);
  await expect(page.getByRole("heading", { level: 1, name: "Organisationsschlüssel laden" })).toBeVisible();
  await look("/schluessel", page, "key loading");
  await page.getByLabel("Schlüsseldatei", { exact: true }).setInputFiles(picked("Milch, Brot"));
  await expect(page.getByText("Das ist keine Schlüsseldatei.")).toBeVisible();
  await page.getByText("Ohne Datei: die Gruppen vom Blatt abtippen").click();
  await page.getByLabel("Gruppe 1", { exact: true }).fill("AAAAA");
  await expect(page.getByText("In Gruppe 1 ist ein Zeichen falsch.")).toBeVisible();
  await look("/schluessel", page, "key file and group refused");
  await page.goto("/heute");
  await expect(page.getByRole("main").getByText("Schlüssel nicht geladen")).toBeVisible();
  await look("/heute", page, "today without key");
  await page.goto("/faelle");
  await expect(page.getByRole("main").getByText("verschlüsselt", { exact: true }).first()).toBeVisible();
  await look("/faelle", page, "cases without key");
  await page.getByRole("main").getByRole("row").getByRole("link").first().click();
  await expect(page.getByRole("navigation", { name: "Teile der Akte" })).toBeVisible();
  await look("/faelle/:case", page, "case without key");
  await page.goto("/faelle/neu");
  await expect(page.getByText("Für einen neuen Fall wird der Schlüssel gebraucht")).toBeVisible();
  await look("/faelle/neu", page, "new case without key");
});

test("locked", async ({ page, portal }) => {
  await enter(page, loginOf(portal.demo, "caseworker"));
  await page.goto("/mehr");
  await page.getByRole("main").getByRole("button", { name: "Jetzt sperren" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Gesperrt" })).toBeVisible();
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1, name: "Gesperrt" })).toBeVisible();
  await look("/", page, "locked");
  await page.getByRole("button", { name: "Entsperren" }).click();
  await expect(page.getByText("Bitte geben Sie Ihr Passwort ein.")).toBeVisible();
  await look("/", page, "locked, with nothing filled in");
});

test("the key set-up of a new tenant, step by step", async ({ page, portal, newDevice }, info) => {
  const operator = await newDevice("desktop");
  await logIn(operator, loginOf(portal.demo, "operator"));
  const tenant = newTenant();
  const link = await createTenant(operator, tenant);
  await page.goto(link);
  await expect(page.getByRole("heading", { level: 1, name: /^Willkommen/ })).toBeVisible();
  await look("/einrichten", page, "set-up link");
  await page.getByLabel("Anmeldename").fill("anfang");
  await page.getByLabel("Neues Passwort").fill("Laternenpfahl singt Sonntags 12");
  await page.getByRole("button", { name: "Zugang anlegen" }).click();
  await expectInside(page);
  await expect(page.getByRole("heading", { name: "Was jetzt entsteht" })).toBeVisible();
  await look("/schluessel/einrichten", page, "key set-up: explanation");
  await goTo(page, "Verwaltung");
  await expect(page.getByRole("heading", { level: 1, name: `${tenant.organisation} einrichten` })).toBeVisible();
  await look("/verwaltung", page, "administration of a new organisation");
  await page.goBack();
  const steps = ["Speichern Sie die Schlüsseldatei", "Drucken Sie das Blatt für den Tresor", "Laden Sie die gespeicherte Datei zurück"];
  const key = await makeKey(page, info.outputDir, async (step) => {
    await look("/schluessel/einrichten", page, `key set-up: ${steps[step]}`);
  });
  await page.getByLabel("Die eben gespeicherte Schlüsseldatei").setInputFiles(picked("Butter"));
  await expect(page.getByText("Das ist keine Schlüsseldatei.")).toBeVisible();
  await look("/schluessel/einrichten", page, "key set-up: wrong file");
  await page.getByRole("button", { name: "Abbrechen und verwerfen" }).click();
  await expect(page.getByRole("dialog", { name: "Schlüssel verwerfen?" })).toBeVisible();
  await look("/schluessel/einrichten", page, "key set-up: discard?");
  await page.keyboard.press("Escape");
  await confirmKey(page, key, tenant.organisation);
  await look("/schluessel/einrichten", page, "key set-up: done");
});
