// Key files and groups that are not the right ones: each says what is wrong with it, in both languages, and loads nothing.
import { writeFileSync } from "node:fs";
import { loginOf } from "../support/demo.js";
import { expect, test } from "../support/fixtures.js";
import { KeyFile, misread, picked, rootGroups } from "../support/key_files.js";
import { expectKeyLoaded, typeGroups } from "../support/keys.js";
import { type Words, expectInBoth } from "../support/languages.js";
import { logIn } from "../support/people.js";

function partOf(text: string, beginning: number, end: number): string {
  return text.slice(Math.floor(text.length * beginning), Math.floor(text.length * end));
}

test("a key file that is not the right one is named for what it is, and the right one still loads", async ({ page, portal }) => {
  const login = loginOf(portal.demo, "caseworker");
  const right = KeyFile.read(login.keyFile ?? "");
  const other = portal.demo.logins.find(({ keyFile }) => keyFile && keyFile !== login.keyFile)?.keyFile ?? "";
  await logIn(page, login);
  await expect(page.getByRole("heading", { level: 1, name: "Organisationsschlüssel laden" })).toBeVisible();

  const damaged = right.text.replace(/^(key: .{9})(.)/m, (_, before: string, sign: string) => before + (sign === "A" ? "B" : "A"));
  const wrong: [string, string | Buffer, Words][] = [
    ["empty", "", { de: "Die Datei ist leer. Es wurde nichts geladen.", en: "The file is empty. Nothing was loaded." }],
    ["some other text", "Milch, Brot, Butter", { de: "Das ist keine Schlüsseldatei.", en: "This is not a key file." }],
    ["a picture", Buffer.from("89504e470d0a1a0a0000000d49484452ff", "hex"), { de: "Das ist keine Schlüsseldatei.", en: "This is not a key file." }],
    ["damaged", damaged, { de: "Diese Schlüsseldatei ist beschädigt.", en: "This key file is damaged." }],
    ["truncated", partOf(right.text, 0, 0.93), { de: "Diese Schlüsseldatei ist nicht vollständig", en: "This key file is incomplete" }],
    ["of another organisation", KeyFile.read(other).text, { de: "Das ist der Schlüssel von Schule am Park. Gebraucht wird der von Haus Sonnenberg.", en: "This is the key of Schule am Park. The one of Haus Sonnenberg is needed." }],
    ["of an issue that this organisation never had", right.with({ epoch: "7" }).text, { de: "Dieser Schlüssel gehört nicht zu dem, was der Server zeigt.", en: "This key does not belong to what the server shows." }],
    ["with an exchanged key", right.with({ key: Buffer.alloc(32, 7).toString("base64url") }).text, { de: "Dieser Schlüssel gehört nicht zu dem, was der Server zeigt.", en: "This key does not belong to what the server shows." }],
    ["of a later portal", right.text.replace("wimes-key-file: 1", "wimes-key-file: 2"), { de: "Diese Schlüsseldatei stammt von einer neueren Fassung", en: "This key file is from a newer version" }],
    ["far too large", Buffer.alloc(200_000, "x"), { de: "Diese Datei ist zu groß.", en: "This file is too large." }],
  ];
  for (const [kind, content, words] of wrong) {
    await test.step(kind, async () => {
      await page.locator('input[type="file"]').setInputFiles(picked(content));
      await expectInBoth(page, page.getByRole("main"), words);
      await expect(page.getByText("Schlüssel geladen", { exact: true })).toHaveCount(0);
    });
  }
  await page.getByLabel("Schlüsseldatei", { exact: true }).setInputFiles(login.keyFile ?? "");
  await expectKeyLoaded(page);
});

test("a key file that an editor saved in another encoding is read all the same", async ({ page, portal }, info) => {
  const login = loginOf(portal.demo, "caseworker");
  await logIn(page, login);
  const path = info.outputPath("wimes-schluessel.txt");
  writeFileSync(path, Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(KeyFile.read(login.keyFile ?? "").text.replaceAll("\n", "\r\n"), "utf16le")]));
  await page.getByLabel("Schlüsseldatei", { exact: true }).setInputFiles(path);
  await expectKeyLoaded(page);
});

test("groups from the sheet with one wrong character: the message names the group", async ({ page, portal }) => {
  const login = loginOf(portal.demo, "caseworker");
  const groups = KeyFile.read(login.keyFile ?? "").groups();
  await logIn(page, login);
  await page.getByText("Ohne Datei: die Gruppen vom Blatt abtippen").click();
  const main = page.getByRole("main");
  const load = page.getByRole("button", { name: "Mit den Gruppen laden" });

  await test.step("one wrong character", async () => {
    await typeGroups(page, groups.map((group, at) => (at === 6 ? misread(group, 2) : group)));
    await expectInBoth(page, main, { de: "In Gruppe 7 ist ein Zeichen falsch.", en: "A character in group 7 is wrong." });
    await expect(page.getByLabel("Gruppe 7", { exact: true })).toHaveAttribute("aria-invalid", "true");
    await load.click();
    await expect(main.getByRole("alert")).toContainText("In Gruppe 7 ist ein Zeichen falsch.");
  });
  await test.step("two groups exchanged", async () => {
    await typeGroups(page, groups.map((_, at) => groups[at === 1 ? 2 : at === 2 ? 1 : at] ?? ""));
    await expect(page.getByLabel("Gruppe 2", { exact: true })).toHaveAttribute("aria-invalid", "true");
    await expect(page.getByLabel("Gruppe 3", { exact: true })).toHaveAttribute("aria-invalid", "true");
  });
  await test.step("groups of two sheets", async () => {
    const others = KeyFile.read(login.keyFile ?? "").with({ key: Buffer.alloc(32, 9).toString("base64url") }).groups();
    await typeGroups(page, groups.map((group, at) => (at === 4 ? (others[at] ?? "") : group)));
    await load.click();
    await expectInBoth(page, main, { de: "Jede Gruppe für sich stimmt, aber sie gehören nicht zusammen.", en: "Each group is right by itself, but they do not belong together." });
  });
  await test.step("one group missing", async () => {
    await typeGroups(page, [...groups.slice(0, 15), ""]);
    await load.click();
    await expectInBoth(page, main, { de: "Das sind 15 Gruppen, gebraucht werden 16.", en: "These are 15 groups, 16 are needed." });
  });
  await test.step("the groups of the root", async () => {
    await typeGroups(page, rootGroups(Buffer.alloc(32, 5)));
    await load.click();
    await expectInBoth(page, main, { de: "Das sind die Gruppen der Wurzel.", en: "These are the groups of the root." });
  });
  await test.step("the right ones, all pasted at once", async () => {
    await page.getByLabel("Gruppe 1", { exact: true }).fill(groups.join("-"));
    await expect(page.getByLabel("Gruppe 16", { exact: true })).toHaveValue(groups[15] ?? "");
    await load.click();
    await expectKeyLoaded(page);
  });
});
