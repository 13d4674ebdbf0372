// The main way in WebKit, as in firefox.engine.ts.
import { writeFile } from "node:fs/promises";
import { loginOf } from "../support/demo.js";
import { expect, test as base } from "../support/fixtures.js";
import { unique } from "../support/people.js";
import { Person, named } from "../support/webkit.js";

const test = base.extend<{ person: Person }>({
  person: async ({}, use, info) => {
    const person = await Person.start();
    await use(person);
    if (info.status !== info.expectedStatus) {
      // What the person saw, beside the words.
      const path = info.outputPath("screen.png");
      await writeFile(path, await person.screen());
      await info.attach("screen", { path, contentType: "image/png" });
    }
    await person.end();
  },
});

const nameCell = "//main//tbody/tr/th";

async function openPlace(person: Person, place: string): Promise<void> {
  await person.click(`${named.navigation("Hauptnavigation")}${named.link(place)}`);
  await person.see(named.heading(1, place));
}

/** Opens the course of the case that is open. The number of entries stands behind the name. */
async function openCourse(person: Person): Promise<void> {
  await person.click(`${named.navigation("Teile der Akte")}//a[starts-with(normalize-space(.), "Verlauf")]`);
  await person.see(named.heading(2, "Verlauf"));
}

async function loadKey(person: Person, file: string): Promise<void> {
  await person.click(named.link("Schlüssel laden"));
  await person.see(named.heading(1, "Organisationsschlüssel laden"));
  await person.choose(file);
  await person.see(named.text("Schlüssel geladen"));
}

test("a caseworker logs in, loads the key, writes an entry and finds it again", async ({ portal, person }) => {
  const login = loginOf(portal.demo, "caseworker");
  const word = unique("Murmelbahn").replace(" ", "");
  const title = unique("Besuch");
  const item = `//main//li[.//a[contains(., "${title}")]]`;
  await person.goTo(`${portal.url}/login/${login.tenant}`);
  await person.type(named.field("Anmeldename"), login.login);
  await person.type(named.field("Passwort"), login.password);
  await person.click(named.button("Anmelden"));
  await person.see(named.navigation("Hauptnavigation"));
  await loadKey(person, login.keyFile ?? "");

  await openPlace(person, "Fälle");
  // A name, and not what stands for one.
  const name = await person.read(`${nameCell}//a/bdi`);
  await person.click(`${nameCell}//a[normalize-space(.)="${name}"]`);
  await person.see(named.heading(1, name));
  await openCourse(person);
  await person.click(`(//main${named.link("Neuer Eintrag")})[last()]`);
  await person.click(`//main//form${named.field("Art")}/option[normalize-space(.)="Elternkontakt"]`);
  await person.type(named.field("Überschrift"), title);
  await person.type(named.field("Text"), `Gespräch über die ${word}. Größe: 1,52 m.`);
  await person.click(named.button("Speichern"));
  await person.see(named.text("Gespeichert."));
  await openCourse(person);
  await person.seeExactly(1, item);
  await person.reload();
  await person.seeExactly(1, item);

  await person.click(named.button("Jetzt sperren"));
  await person.see(named.heading(1, "Gesperrt"));
  await person.seeExactly(0, item);
  await person.type(named.field("Passwort"), login.password);
  await person.click(named.button("Entsperren"));
  // Whoever has not asked the device to remember the key loads it again.
  await loadKey(person, login.keyFile ?? "");

  await openPlace(person, "Fälle");
  const search = '//input[@type="search"]';
  await person.type(search, name);
  await person.see(`${nameCell}//a[normalize-space(.)="${name}"]`);
  await person.type(search, word);
  await person.see(`${nameCell}[contains(., "${name}") and contains(., "Gefunden in: Verlaufseintrag")]`);
  await person.seeExactly(1, nameCell);
  expect(await person.origins()).toEqual([portal.url]);
});
